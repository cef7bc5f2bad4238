using System.Buffers.Binary;
using System.Text;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Hostile;

/// <summary>Input that is out to harm, or merely broken: told, bounded in memory and time, and the good rest is done.</summary>
public sealed class HostileDataTests : IDisposable
{
    private const long Memory = 400L << 20;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Deeply_nested_json_is_a_dead_letter()
    {
        await WriteLines(Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 1_000_000) + "\n"), "{\"good\": 1}\n"u8.ToArray());
        await Lines(accepted: 2, dead: 1);
    }

    [Fact]
    public async Task Line_of_100_MB_is_a_dead_letter_and_never_in_memory()
    {
        var line = new byte[100 << 20];
        line.AsSpan().Fill((byte)'a');
        line[^1] = (byte)'\n';
        await WriteLines("{\"good\": 1}\n"u8.ToArray(), line, "{\"good\": 2}\n"u8.ToArray());
        var result = await Lines(accepted: 3, dead: 1);
        result.Error.ShouldContain("line 2");
        result.Error.ShouldContain("longer than 16 MiB");
    }

    [Fact]
    public async Task Invalid_utf8_is_a_dead_letter()
    {
        await WriteLines([.. "{\"a\": \""u8, 0xC3, 0x28, 0xFF, .. "\"}\n{\"good\": 1}\n"u8]);
        await Lines(accepted: 2, dead: 1);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_a_dead_letter()
    {
        await WriteLines("{\"a\": \"\\ud800\"}\n{\"\\udc00\": 1}\n{\"good\": 1}\n"u8.ToArray());
        await Lines(accepted: 3, dead: 2);
    }

    [Fact]
    public async Task Names_written_twice_and_huge_numbers_do_no_harm()
    {
        await WriteLines("{\"a\": 1, \"a\": 2}\n{\"n\": 1e999999}\n{\"i\": 123456789012345678901234567890}\n{\"good\": 1}\n"u8.ToArray());
        var result = await Run("{type: lines, path: in.jsonl}");
        result.ExitCode.ShouldBeOneOf(0, 5);
        _scratch.Lines("out.jsonl").ShouldContain(static line => line.Contains("\"good\":1"));
    }

    [Fact]
    public async Task Garbage_of_100_MB_has_no_grib_and_is_told()
    {
        var random = new Random(7);
        var block = new byte[1 << 20];
        await using (var file = File.Create(_scratch["in.grib"]))
        {
            for (var i = 0; i < 100; i++)
            {
                random.NextBytes(block);

                // Beginnings of messages that are none, some of which promise gigabytes.
                "GRIB"u8.CopyTo(block.AsSpan(random.Next(block.Length - 4)));
                "GRIB\0\0\0\u0002"u8.CopyTo(block.AsSpan(random.Next(block.Length - 8)));
                await file.WriteAsync(block, TestContext.Current.CancellationToken);
            }
        }

        var result = await Run("{type: grib, path: in.grib}");
        result.ExitCode.ShouldBeOneOf(0, 5);
        result.ErrorLines.Length.ShouldBeLessThan(150, "one kind of event is not told without end");
        _scratch.Lines("out.jsonl").ShouldBeEmpty();
    }

    [Fact]
    public async Task Truncated_grib_is_a_dead_letter_and_the_whole_ones_are_done()
    {
        var grib = await File.ReadAllBytesAsync(Repository.Shared("data/grib/t_pl.grib"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_scratch["in.grib"], grib[..^100], TestContext.Current.CancellationToken);
        var result = (await Run("{type: grib, path: in.grib}")).ShouldEndWith(5).ShouldTellInOneScreen();
        result.Error.ShouldContain("1 dead");
        _scratch.Lines("out.jsonl").Length.ShouldBe(5, "six messages, the last of them cut");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Giant_length_of_a_message_does_no_harm(int edition)
    {
        var good = await File.ReadAllBytesAsync(Repository.Shared(edition == 1 ? "data/grib/t_pl.grib" : "data/grib/O32_global.grib2"), TestContext.Current.CancellationToken);
        var bad = good.ToArray();
        if (edition == 1)
            bad.AsSpan(4, 3).Fill(0xFF);
        else
            BinaryPrimitives.WriteUInt64BigEndian(bad.AsSpan(8), long.MaxValue);
        await File.WriteAllBytesAsync(_scratch["in.grib"], [.. bad, .. good], TestContext.Current.CancellationToken);
        var result = (await Run("{type: grib, path: in.grib}")).ShouldEndWith(5).ShouldTellInOneScreen();
        result.Error.ShouldContain("in.grib@0");
        _scratch.Lines("out.jsonl").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Giant_length_of_a_section_does_no_harm()
    {
        var good = await File.ReadAllBytesAsync(Repository.Shared("data/grib/O32_global.grib2"), TestContext.Current.CancellationToken);
        var bad = good.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(bad.AsSpan(16), uint.MaxValue);
        await File.WriteAllBytesAsync(_scratch["in.grib"], [.. bad, .. good], TestContext.Current.CancellationToken);
        (await Run("{type: grib, path: in.grib}")).ShouldEndWith(5).ShouldTellInOneScreen();
        _scratch.Lines("out.jsonl").ShouldNotBeEmpty();
    }

    private async Task WriteLines(params byte[][] parts)
    {
        await using var file = File.Create(_scratch["in.jsonl"]);
        foreach (var part in parts)
            await file.WriteAsync(part, TestContext.Current.CancellationToken);
    }

    private async Task<Result> Lines(int accepted, int dead)
    {
        var result = (await Run("{type: lines, path: in.jsonl}")).ShouldEndWith(5).ShouldTellInOneScreen();
        result.Error.ShouldContain($"{accepted} accepted, {accepted - dead} done, 0 dropped, 0 unmatched, {dead} dead, 0 open");
        _scratch.Lines("out.jsonl").Length.ShouldBe(accepted - dead);
        return result;
    }

    private async Task<Result> Run(string source)
    {
        _scratch.Write("flow.yaml", $"sources: [{source}]\nplans: [{{name: all, actions: [{{type: publish, path: out.jsonl}}]}}]\n");
        var result = await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml");
        result.PeakMemory.ShouldBeLessThan(Memory);
        result.Duration.ShouldBeLessThan(Time);
        return result;
    }
}
