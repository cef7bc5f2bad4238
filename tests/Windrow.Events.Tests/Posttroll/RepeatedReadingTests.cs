using System.Text;
using System.Text.Json;
using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Messages;

namespace Windrow.Events.Tests.Posttroll;

/// <summary>A reader remembers what the last message was like; what it reads must not depend on it.</summary>
public sealed class RepeatedReadingTests
{
    private static readonly string[] Data =
    [
        "{\"uri\": \"/data/in/a\", \"uid\": \"a\", \"number\": 12, \"sensor\": [\"seviri\"], \"start_time\": \"2026-01-02T03:00:00\"}",
        "{\"uri\": \"/data/in/ab\", \"uid\": \"ab\", \"number\": 123, \"sensor\": [\"seviri\", \"gerb\"], \"start_time\": \"2026-01-02T03:00:00.5\"}",
        "{\"uri\":\"/a\",\"uid\":\"b\",\"number\":1.5e3,\"sensor\":null,\"start_time\":true}",
        "{ \"uri\" : \"/data/\\u00e9\" , \"uid\" : {\"a\": [1, {\"b\": \"20260102\"}]} , \"number\" : -0 }",
        "{\"uri\": \"é\", \"uri\": null, \"uid\": \"a\", \"uid\": \"b\"}",
        "{\"number\": NaN, \"sensor\": [Infinity]}",
        "{\"number\": 012}", "{\"a\": 1,}", "{\"a\": 1 \"b\": 2}", "{\"a\": \"x\ty\"}", "{\"a\": tru}", "{}", " { } ", "[]", "[1, \"2026-01-02\"]", "\"text\"", "12", "null", "{\"\": 1}", "{\"a\": 1} x",
    ];

    private static readonly string[] Headers =
    [
        "pytroll://a file peer@host 2026-01-02T03:04:05.678901 v1.01 application/json ",
        "pytroll://a file peer@host 2026-01-02T03:04:06 v1.01 application/json ",
        "pytroll://a file peer@host 2026-01-02T03:04:06+00:00 v1.2 application/json ",
        "pytroll://a  file peer@host  2026-01-02T03:04:05  v1.01  application/json  ",
        "pytroll://a file peer@host 2026-99-02T03:04:05 v1.01 application/json ",
        "pytroll://b dataset peer@host 2026-01-02T03:04:05.000001 v1.01 text/ascii ",
        "pytroll://b dataset peer@host 2026-01-02T03:04:05.000001 v1.01 binary/octet-stream ",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_came_before_changes_nothing(int seed)
    {
        var random = new Random(seed);
        var warm = new MessageReader(TimeReading.Written);
        for (var i = 0; i < 30_000; i++)
        {
            var message = Encoding.UTF8.GetBytes(Headers[random.Next(Headers.Length)] + Data[random.Next(Data.Length)]);
            for (var changes = random.Next(8) - 6; changes > 0; changes--)
                message[random.Next(message.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "\" ,:{}[]0aT-.\\"[random.Next(14)]);
            var problem = warm.Read(message, out var read);
            var text = Encoding.UTF8.GetString(message);
            problem.ShouldBe(new MessageReader(TimeReading.Written).Read(message, out var fresh), text);
            read.Metadata?.ToString().ShouldBe(fresh.Metadata?.ToString(), text);
            (read.Subject, read.Type, read.Form).ShouldBe((fresh.Subject, fresh.Type, fresh.Form), text);
        }
    }

    [Fact]
    public void Object_that_is_written_plainly_is_what_the_reader_of_all_json_reads()
    {
        var random = new Random(3);
        var texts = new TextCache();
        var all = new DataReader(TimeReading.Written, texts);
        var plain = new PlainObject(all, TimeReading.Written, texts);
        var read = 0;
        for (var i = 0; i < 30_000; i++)
        {
            var json = Encoding.UTF8.GetBytes(Data[random.Next(Data.Length)]);
            if (random.Next(3) == 0)
                json[random.Next(json.Length)] = (byte)"\" ,:{}[]0aT-.\\"[random.Next(14)];
            var (quick, slow) = (new MetadataDraft(), new MetadataDraft());
            if (!plain.TryRead(json, quick))
                continue;
            read++;
            Should.NotThrow(() => all.Read(json, slow), Encoding.UTF8.GetString(json));
            quick.Build().ToString().ShouldBe(slow.Build().ToString(), Encoding.UTF8.GetString(json));
        }

        read.ShouldBeGreaterThan(5_000);
        Should.Throw<JsonException>(() => all.Read("{\"a\": 1,}"u8, new MetadataDraft()));
    }
}
