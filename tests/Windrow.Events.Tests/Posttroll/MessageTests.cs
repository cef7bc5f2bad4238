using System.Buffers;
using System.Text;
using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Messages;

namespace Windrow.Events.Tests.Posttroll;

public sealed class MessageTests : PosttrollTest
{
    private const string Header = "pytroll://test file peer@host 2026-01-02T03:04:05.678901 v1.01";

    [Fact]
    public void Message_is_read_into_metadata()
    {
        var read = Read("pytroll://segment/0deg dataset sat@recv1 2026-01-02T03:14:02.003000+00:00 v1.2 application/json {\"start_time\": \"2026-01-02T05:00:00+02:00\", \"sensor\": [\"seviri\"], \"dataset\": [{\"uri\": \"/a\", \"uid\": \"a\"}], \"orbit\": 12, \"x\": 1.5, \"none\": null}");
        read.Subject.ShouldBe("/segment/0deg");
        read.Type.ShouldBe("dataset");
        read.Metadata.ToString().ShouldBe("{\"dataset\":[{\"uid\":\"a\",\"uri\":\"/a\"}],\"orbit\":12,\"posttroll.sender\":\"sat@recv1\",\"posttroll.subject\":\"/segment/0deg\",\"posttroll.time\":\"2026-01-02T03:14:02.003Z\",\"posttroll.type\":\"dataset\",\"posttroll.version\":\"v1.2\",\"sensor\":[\"seviri\"],\"start_time\":\"2026-01-02T03:00:00Z\",\"x\":1.5}");
    }

    [Theory]
    [InlineData("v1.01")]
    [InlineData("v1.1")]
    [InlineData("v1.02")]
    [InlineData("v1.2")]
    [InlineData("1.0")]
    public void Older_versions_are_read(string version) => Problem($"pytroll://a b c@d 2026-01-02T03:04:05 {version}").ShouldBeNull();

    [Theory]
    [InlineData("", "begin")]
    [InlineData("pytrol://a b c@d 2026-01-02T03:04:05 v1.01", "begin")]
    [InlineData("pytroll:/ b c@d 2026-01-02T03:04:05 v1.01", "empty")]
    [InlineData("pytroll://a b c@d 2026-01-02T03:04:05", "not all there")]
    [InlineData("pytroll://a b c@d yesterday v1.01", "time")]
    [InlineData("pytroll://a b c@d 2026-13-02T03:04:05 v1.01", "time")]
    [InlineData("pytroll://a b c@d 2026-01-02T03:04:05 v1.3", "version")]
    [InlineData("pytroll://a b c@d 2026-01-02T03:04:05 v2", "version")]
    [InlineData(Header + " ", "without data")]
    [InlineData(Header + " application/json", "without data")]
    [InlineData(Header + " text/html <p>", "mime type")]
    [InlineData(Header + " application/json {", "JSON")]
    [InlineData(Header + " application/json ", "JSON")]
    [InlineData(Header + " application/json {\"a\": Nope}", "JSON")]
    [InlineData(Header + " application/json {\"\": 1}", "empty")]
    [InlineData(Header + " application/json {} {}", "JSON")]
    public void What_is_no_message_is_told_and_does_not_throw(string text, string problem) => Problem(text).ShouldNotBeNull().ShouldContain(problem);

    [Fact]
    public void Octets_at_random_do_not_throw()
    {
        var random = new Random(7);
        var whole = Encoding.UTF8.GetBytes(Header + " application/json {\"number\": 1, \"list\": [1.5, \"\\u00e9\", NaN, {\"t\": \"2026-01-02T03:00:00\"}]}");
        var reader = new MessageReader(TimeReading.All);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            _ = reader.Read(bytes, out _);
        }
    }

    [Fact]
    public void Octets_that_are_no_utf8_are_taken_as_latin1()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(Header + " text/ascii caf"), 0xE9];
        new MessageReader(TimeReading.Written).Read(bytes, out var read).ShouldBeNull();
        Value(read.Metadata, "posttroll.text").ShouldBe("café");
    }

    [Fact]
    public void Words_of_python_are_numbers()
    {
        var read = Read(Header + " application/json {\"a\": NaN, \"b\": -Infinity, \"c\": [Infinity, \"NaN\"]}");
        read.Metadata.TryGet("a", out var a).ShouldBeTrue();
        a.ShouldBe(MetadataValue.Of(double.NaN));
        read.Metadata.TryGet("b", out var b).ShouldBeTrue();
        b.ShouldBe(MetadataValue.Of(double.NegativeInfinity));
        read.Metadata.TryGet("c", out var c).ShouldBeTrue();
        c.ShouldBe(MetadataValue.Of(new MetadataList(double.PositiveInfinity, "NaN")));
    }

    [Theory]
    [InlineData("20200101", "2020-01-01T00:00:00Z")]
    [InlineData("2020-01-01", "2020-01-01T00:00:00Z")]
    [InlineData("2020-W01-1", "2019-12-30T00:00:00Z")]
    [InlineData("2020W011", "2019-12-30T00:00:00Z")]
    [InlineData("20200101T12", "2020-01-01T12:00:00Z")]
    [InlineData("2020-01-01 00:00", "2020-01-01T00:00:00Z")]
    [InlineData("2020-01-01T12:00:00Z", "2020-01-01T12:00:00Z")]
    [InlineData("2020-01-01T12:00:00.123456789", "2020-01-01T12:00:00.123456Z")]
    [InlineData("2020-01-01T12:00:00-02:30", "2020-01-01T14:30:00Z")]
    [InlineData("202001", null)]
    [InlineData("20170920134515", null)]
    [InlineData("12345", null)]
    [InlineData("2020-01-01T24:00:00", null)]
    [InlineData("2020-02-30", null)]
    public void Times_are_those_that_python_reads(string text, string? time)
    {
        IsoTime.TryRead(Encoding.UTF8.GetBytes(text), onlyWritten: false, out var read).ShouldBe(time is not null);
        if (time is not null)
            TimeText.Format(read).ShouldBe(time);
    }

    [Theory]
    [InlineData("{\"uid\": \"a\", \"uri\": \"/data/é\", \"start_time\": \"2026-01-02T03:00:00\"}")]
    [InlineData("{\"z\": 1, \"a\": [1, 2.0, true, null, {\"b\": \"\\ud83d\\ude00\\\"\\\\\\n\"}], \"m\": null, \"d\": \"20200101\"}")]
    [InlineData("{\"f\": 1e22, \"g\": 1e-7, \"h\": 123456789012345680.0, \"i\": 0.1, \"j\": 1e16, \"k\": -0.0, \"l\": 99999999999999999999999}")]
    public void Message_of_python_that_is_read_and_written_again_is_the_same(string data)
    {
        foreach (var version in (string[])["v1.01", "v1.2"])
        {
            var original = Peer.Encode("/a/b", "file", data, version);
            var read = Read(original);
            Encoding.UTF8.GetString(Again(read, original)).ShouldBe(Encoding.UTF8.GetString(original));
        }
    }

    [Fact]
    public void What_has_changed_is_written_in_its_place_and_the_rest_stays()
    {
        var original = Encoding.UTF8.GetBytes(Header + " application/json {\"z\":1.50,  \"a\": \"x\", \"n\": NaN, \"t\": \"2026-01-02T03:00:00\"}");
        var read = Read(original);
        var changed = read with { Metadata = read.Metadata.With("a", "ÿ").With("new", 2L) };
        Encoding.UTF8.GetString(Again(changed, original)).ShouldBe(Header + " application/json {\"z\": 1.50, \"a\": \"\\u00ff\", \"n\": NaN, \"t\": \"2026-01-02T03:00:00\", \"new\": 2}");
        Encoding.UTF8.GetString(Again(read, original)).ShouldBe(Encoding.UTF8.GetString(original));
    }

    [Theory]
    [InlineData(1e22)]
    [InlineData(1e15)]
    [InlineData(1e16)]
    [InlineData(123456789012345.5)]
    [InlineData(1234567890123456.0)]
    [InlineData(-1.5e15)]
    [InlineData(0.0001)]
    [InlineData(0.00001)]
    [InlineData(5e-324)]
    [InlineData(1.7976931348623157e308)]
    [InlineData(-0.0)]
    [InlineData(100.0)]
    public void Numbers_are_written_as_python_writes_them(double number)
    {
        var written = new ArrayBufferWriter<byte>();
        PythonJson.Write(written, number, withOffset: false);
        var text = Encoding.UTF8.GetString(written.WrittenSpan);
        Encoding.UTF8.GetString(Peer.Encode("/a", "b", $"[{text}]")).ShouldEndWith($"[{text}]");
    }

    [Fact]
    public void Versions_follow_the_times_in_the_data()
    {
        var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        Write(MessageVersion.Auto, Metadata.From(("a", 1L))).ShouldBe("pytroll://s t u@h 2026-01-02T03:04:05 v1.01 application/json {\"a\": 1}");
        Write(MessageVersion.Auto, Metadata.From(("a", MetadataValue.Of(new MetadataList(time))))).ShouldBe("pytroll://s t u@h 2026-01-02T03:04:05+00:00 v1.2 application/json {\"a\": [\"2026-01-02T03:04:05+00:00\"]}");
        Write(MessageVersion.Old, Metadata.From(("a", time))).ShouldBe("pytroll://s t u@h 2026-01-02T03:04:05 v1.01 application/json {\"a\": \"2026-01-02T03:04:05\"}");
        Write(MessageVersion.Auto, Metadata.Empty).ShouldBe("pytroll://s t u@h 2026-01-02T03:04:05 v1.01");

        string Write(MessageVersion version, Metadata data)
        {
            var into = new ArrayBufferWriter<byte>();
            new MessageWriter(version).Write(into, "/s", "t", "u@h", time, MetadataValue.Of(data));
            return Encoding.UTF8.GetString(into.WrittenSpan);
        }
    }

    [Theory]
    [InlineData("counter", "pytroll://counter")]
    [InlineData("/counter", "pytroll://counter")]
    [InlineData("", "pytroll://")]
    [InlineData("pytroll:/", "pytroll:/")]
    public void Topics_are_completed(string topic, string completed) => Topic.Complete(topic).ShouldBe(completed);

    private static string? Problem(string text) => new MessageReader(TimeReading.Written).Read(Encoding.UTF8.GetBytes(text), out _);

    private static PosttrollMessage Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static PosttrollMessage Read(byte[] message)
    {
        new MessageReader(TimeReading.Written).Read(message, out var read).ShouldBeNull();
        return read;
    }

    private static byte[] Again(PosttrollMessage read, byte[] original)
    {
        var into = new ArrayBufferWriter<byte>();
        var builder = read.Metadata.Change();
        foreach (var (key, _) in read.Metadata)
        {
            if (key.Name.StartsWith("posttroll.", StringComparison.Ordinal))
                builder.Remove(key);
        }

        read.Metadata.TryGet("posttroll.time", out var value).ShouldBeTrue();
        value.TryGetTimestamp(out var time).ShouldBeTrue();
        new MessageWriter(MessageVersion.Auto).Write(into, read.Subject, read.Type, Value(read.Metadata, "posttroll.sender"), time, MetadataValue.Of(builder.Build()), original);
        return into.WrittenSpan.ToArray();
    }
}
