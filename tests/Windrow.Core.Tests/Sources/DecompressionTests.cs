using System.Diagnostics;
using Windrow.Core.Sources.Compression;

namespace Windrow.Core.Tests.Sources;

/// <summary>Files as Debian's programs compress them: of several parts, cut short, and with an octet that was changed.</summary>
public sealed class DecompressionTests
{
    private static readonly byte[] First = Content(300_000, 1);
    private static readonly byte[] Second = Content(70_000, 2);

    public static TheoryData<string> Programs => ["gzip", "bzip2", "xz", "zstd"];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Content_of_one_part_and_of_several_is_what_went_in(string program)
    {
        var one = await Compress(program, First);
        Read(one).ShouldBe(First);
        Read([.. one, .. await Compress(program, Second)]).ShouldBe([.. First, .. Second]);
        Read(await Compress(program, [])).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task File_that_is_cut_short_is_told(string program)
    {
        var whole = await Compress(program, First);
        foreach (var length in new[] { 8, 20, whole.Length / 2, whole.Length - 9, whole.Length - 1 })
            Should.Throw<DecompressionException>(() => Read(whole[..length]), $"{length} of {whole.Length} bytes").Message.ShouldContain(program);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Octet_that_was_changed_is_told(string program)
    {
        var changed = await Compress(program, First);
        changed[changed.Length / 2] ^= 0x55;
        Should.Throw<DecompressionException>(() => Read(changed));
    }

    [Fact]
    public void What_is_not_compressed_is_read_as_it_is()
    {
        foreach (var content in new byte[][] { [], [1], "{}\n"u8.ToArray(), "BZ"u8.ToArray(), First })
        {
            Read(content).ShouldBe(content);
            Read(content, canSeek: false).ShouldBe(content);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Stream_that_cannot_go_back_is_decompressed_as_well(string program) => Read(await Compress(program, First), canSeek: false).ShouldBe(First);

    [Fact]
    public void Name_of_the_content_is_without_the_ending() =>
        new[] { "a/b.grib.gz", "b.grib.BZ2", "c.xz", "d.jsonl.zst", "e.grib" }.Select(Decompression.ContentName).ShouldBe(["a/b.grib", "b.grib", "c", "d.jsonl", "e.grib"]);

    private static byte[] Read(byte[] file, bool canSeek = true)
    {
        using var stream = Decompression.Open(canSeek ? new MemoryStream(file) : new BufferedStream(new Pipe(file), 7));
        using var content = new MemoryStream();
        stream.CopyTo(content, 1_000);
        return content.ToArray();
    }

    // Half of it does not become smaller, so that no format can tell by its own codes that an octet was changed.
    private static byte[] Content(int length, int seed)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content.AsSpan(length / 2));
        return content;
    }

    private static async Task<byte[]> Compress(string program, byte[] content)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["-c"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var reading = Task.Run(async () =>
        {
            using var compressed = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(compressed);
            return compressed.ToArray();
        });
        await process.StandardInput.BaseStream.WriteAsync(content);
        process.StandardInput.Close();
        var result = await reading;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return result;
    }

    private sealed class Pipe(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
