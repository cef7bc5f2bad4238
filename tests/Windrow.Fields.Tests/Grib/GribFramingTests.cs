using FsCheck;
using FsCheck.Fluent;
using Windrow.Fields.Grib.Framing;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Tests.Grib;

public sealed class GribFramingTests
{
    private static readonly byte[] One = GribCorpus.Make("regular_ll_pl_grib1");
    private static readonly byte[] Two = GribCorpus.Make("regular_ll_pl_grib2");

    [Fact]
    public void Messages_between_junk_are_found_by_both_readers_at_any_window()
    {
        Prop.ForAll<byte[][], byte>((junk, window) =>
        {
            var octets = new List<byte>();
            var expected = new List<GribFrame>();
            foreach (var (gap, i) in junk.Select((gap, i) => (gap, i)))
            {
                octets.AddRange(gap);
                var message = i % 2 == 0 ? One : Two;
                expected.Add(new GribFrame(octets.Count, message.Length, 1 + (i % 2)));
                octets.AddRange(message);
            }

            octets.AddRange("GRI"u8);
            var (inMemory, junkInMemory) = Scan([.. octets]);
            var (streamed, junkStreamed) = Stream([.. octets], window);
            inMemory.ShouldBe(expected);
            streamed.ShouldBe(expected);
            junkInMemory.ShouldBe(junk.Sum(gap => gap.Length) + 3);
            junkStreamed.ShouldBe(junkInMemory);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Truncated_last_message_is_a_defect_at_its_offset()
    {
        byte[] octets = [.. Two, 1, 2, 3, .. One[..^1]];
        foreach (var defects in (List<GribDefect>[])[Defects(octets), StreamDefects(octets, 64)])
        {
            var defect = defects.ShouldHaveSingleItem();
            defect.Offset.ShouldBe(Two.Length + 3);
            defect.Reason.ShouldBe($"the message needs {One.Length} octets and the input ends after {One.Length - 1}");
        }
    }

    [Fact]
    public void Lying_length_neither_allocates_nor_hides_the_next_message()
    {
        var liar = (byte[])Two.Clone();
        liar[8] = liar[9] = liar[10] = 0;
        liar[12] = 0x70; // 1.9 GB
        byte[] octets = [.. liar, .. One];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var defects = new List<GribDefect>();
        var reader = new GribStreamReader(new MemoryStream(octets), defects.Add);
        reader.Read().ShouldBeTrue();
        reader.Frame.ShouldBe(new GribFrame(liar.Length, One.Length, 1));
        reader.Read().ShouldBeFalse();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2 << 20);
        defects.ShouldHaveSingleItem().Offset.ShouldBe(0);
    }

    [Fact]
    public void Length_beyond_the_limit_is_refused()
    {
        var liar = (byte[])Two.Clone();
        liar.AsSpan(8, 8).Fill(0xff);
        Defects(liar).ShouldHaveSingleItem().Reason.ShouldContain("at most");
    }

    [Fact]
    public void Many_false_starts_are_counted_and_few_are_described()
    {
        byte[] start = [.. "GRIB"u8, 0, 0, 9, 1, 0, 0, 28];
        var octets = Enumerable.Repeat(start, 10_000).SelectMany(octets => octets).ToArray();
        var defects = new List<GribDefect>();
        var reader = new GribStreamReader(new MemoryStream(octets), defects.Add);
        reader.Read().ShouldBeFalse();
        reader.Defects.ShouldBe(10_000);
        reader.JunkBytes.ShouldBe(octets.Length);
        defects.Count.ShouldBe(GribReadOptions.Default.DefectsPerGap + 1);
    }

    [Fact]
    public void Large_grib1_message_by_the_convention_of_120_octets_is_framed()
    {
        // As ECMWF's encoders write it: a length in units of 120, and the excess in the length of the data section.
        var data = new byte[9_000_000];
        var body = (byte[])[.. One[..^4], .. data];
        var start = 8 + One[10];
        start += One[start] << 16 | One[start + 1] << 8 | One[start + 2];
        var length = body.Length + 4;
        var units = (length + 119) / 120;
        var excess = (units * 120) - length + 4;
        (body[4], body[5], body[6]) = ((byte)(0x80 | units >> 16), (byte)(units >> 8), (byte)units);
        (body[start], body[start + 1], body[start + 2]) = (0, 0, (byte)excess);
        byte[] octets = [.. body, .. "7777"u8];
        Scan(octets).Frames.ShouldBe([new GribFrame(0, length, 1)]);
    }

    [Fact]
    public void Hundred_megabytes_of_garbage_are_scanned_in_bounded_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new GribStreamReader(new GarbageStream(100 << 20));
        reader.Read().ShouldBeFalse();
        reader.JunkBytes.ShouldBe(100 << 20);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
    }

    private static (List<GribFrame> Frames, long Junk) Scan(byte[] octets)
    {
        var frames = new List<GribFrame>();
        var scanner = new GribScanner(octets);
        while (scanner.TryNext(out var frame))
            frames.Add(frame);
        return (frames, scanner.JunkBytes);
    }

    private static (List<GribFrame> Frames, long Junk) Stream(byte[] octets, int window)
    {
        var frames = new List<GribFrame>();
        var reader = new GribStreamReader(new MemoryStream(octets), null, new GribReadOptions { WindowLength = window });
        while (reader.Read())
        {
            reader.Message.Span.SequenceEqual(octets.AsSpan((int)reader.Frame.Offset, reader.Frame.Length)).ShouldBeTrue();
            frames.Add(reader.Frame);
        }

        return (frames, reader.JunkBytes);
    }

    private static List<GribDefect> Defects(byte[] octets)
    {
        var defects = new List<GribDefect>();
        var scanner = new GribScanner(octets, defects.Add);
        while (scanner.TryNext(out _))
        {
        }

        return defects;
    }

    private static List<GribDefect> StreamDefects(byte[] octets, int window)
    {
        var defects = new List<GribDefect>();
        var reader = new GribStreamReader(
            new MemoryStream(octets), defects.Add, new GribReadOptions { WindowLength = window });
        while (reader.Read())
        {
        }

        return defects;
    }
}
