using System.Buffers.Binary;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.PlugIns;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Sections;
using Windrow.Fields.Tests.Encode;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Tests.Grib;

public sealed class GribReaderTests
{
    [Fact]
    public async Task Fields_that_share_a_message_come_one_by_one()
    {
        var first = GribCorpus.Make("regular_ll_pl_grib2", ("level", 500));
        var second = GribCorpus.Make("regular_ll_pl_grib2", ("level", 700));
        using var folder = new Scratch(("two.grib", [.. first, .. Joined(first, second)]));
        var run = await Read(folder, "path: two.grib");
        run.Dead.ShouldBeEmpty();
        run.Products.Select(static product => ((GribPayload)product.Payload).Span.ToArray()).ShouldBe([first, first, second]);
        run.Products.Select(static product => product.Id).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void Bitmap_of_an_earlier_field_is_used_again()
    {
        byte[] MakeWithBitmap(int level)
        {
            using var encoder = Fields.Grib.Encoding.GribEncoder.FromTemplate(GribCorpus.Make("regular_ll_pl_grib2", ("level", level)));
            var values = new double[496];
            for (var i = 0; i < values.Length; i++)
                values[i] = i % 5 == 0 ? 9999 : i * level;
            encoder.BitsPerValue = 16;
            encoder.SetValues(values, 9999);
            return encoder.Message.ToArray();
        }

        var (first, second) = (MakeWithBitmap(5), MakeWithBitmap(7));
        var joined = Joined(first, second, reuseBitmap: true);
        joined.Length.ShouldBeLessThan(Joined(first, second).Length);
        var splitter = new GribFieldSplitter(joined);
        splitter.TryNext(out var field, out var offset, out _).ShouldBeTrue();
        field.ToArray().ShouldBe(first);
        offset.ShouldBe(0);
        splitter.TryNext(out field, out offset, out _).ShouldBeTrue();
        field.ToArray().ShouldBe(second);
        offset.ShouldBeGreaterThan(first.Length / 2);
        splitter.TryNext(out _, out _, out var defect).ShouldBeFalse();
        defect.ShouldBeNull();
    }

    [Fact]
    public void Fields_that_repeat_a_large_section_without_end_are_refused()
    {
        // A grid section of 1 MB, shared by fields of some hundred octets.
        var message = GribCorpus.Make("regular_ll_pl_grib2");
        GribSections.TryParse(message, out var sections, out _).ShouldBeTrue();
        var local = new byte[1 << 20];
        BinaryPrimitives.WriteInt32BigEndian(local, local.Length);
        local[4] = 2;
        List<byte> octets = [.. message[..sections.Grid], .. local, .. message[sections.Grid..^4]];
        for (var i = 0; i < 5_000; i++)
            octets.AddRange(message[sections.Product..^4]);
        octets.AddRange("7777"u8);
        var joined = octets.ToArray();
        BinaryPrimitives.WriteInt64BigEndian(joined.AsSpan(8), joined.Length);
        var splitter = new GribFieldSplitter(joined);
        GribDefect? defect;
        while (splitter.TryNext(out _, out _, out defect))
        {
        }

        defect.ShouldNotBeNull().Reason.ShouldContain("64 times");
    }

    [Fact]
    public async Task Garbage_full_of_false_starts_gives_a_bounded_number_of_reports()
    {
        byte[] good = GribCorpus.Make("regular_ll_pl_grib2");
        var damaged = (byte[])good.Clone();
        damaged[16 + 21 + 4] = 9; // the number of section 3
        using var folder = new Scratch(("bad.grib", [.. Enumerable.Repeat(damaged, 500).SelectMany(static octets => octets), .. good]));
        var run = await Read(folder, "path: bad.grib");
        run.Products.Count.ShouldBe(1);
        run.Dead.Count.ShouldBe(101);
        run.Dead[^1].Failure.Reason.ShouldStartWith("and 400 more damaged messages");
        run.Dead[0].Failure.Reason.ShouldStartWith("at byte 0: section 9");
    }

    [Fact]
    public async Task Longest_message_is_an_option()
    {
        using var folder = new Scratch(("a.grib", [.. EncodeTests.Packed(GribCorpus.Make("regular_ll_pl_grib2"), "grid_simple", 24), .. GribCorpus.Make("regular_ll_pl_grib2")]));
        (await Read(folder, "path: a.grib")).Products.Count.ShouldBe(2);
        var run = await Read(folder, "{path: a.grib, maximum-message: 1KiB}");
        run.Products.Count.ShouldBe(1);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("at most 1024 are accepted");
    }

    [Fact]
    public async Task Folder_is_read_in_order_and_an_unreadable_file_costs_itself_only()
    {
        using var folder = new Scratch(("b.grib", GribCorpus.Make("regular_ll_pl_grib2")), ("a.grib", GribCorpus.Make("regular_ll_pl_grib1")), (".hidden.grib", [1, 2]), ("empty.grib", []), ("text.grib", "nothing here"u8.ToArray()));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "c.grib"), "vanished");
        Directory.CreateDirectory(Path.Combine(folder.Path, "d"));
        var run = await Read(folder, "path: .");
        run.Products.Select(static product => ((GribPayload)product.Payload).Sections.Edition).ShouldBe([1, 2]);
        run.Dead.Count.ShouldBeInRange(1, 2);
        run.Dead.ShouldContain(static letter => letter.Failure.Reason.Contains("there is no GRIB message"));
    }

    [Fact]
    public void Tiny_message_cannot_ask_for_gigabytes()
    {
        var message = GribCorpus.Make("regular_ll_pl_grib2");
        GribSections.TryParse(message, out var sections, out _).ShouldBeTrue();
        var grid = message.AsSpan(sections.Grid);
        BinaryPrimitives.WriteUInt32BigEndian(grid[6..], 20_000 * 20_000);
        BinaryPrimitives.WriteUInt32BigEndian(grid[30..], 20_000);
        BinaryPrimitives.WriteUInt32BigEndian(grid[34..], 20_000);
        GribStructure.TryCheck(message, out _, out var defect).ShouldBeFalse();
        defect!.Reason.ShouldContain("400000000 points");
    }

    private static Task<FieldFlow> Read(Scratch folder, string yaml)
    {
        var context = new PlugInContext(new EngineServices { Files = new PhysicalFileSystem() }, new DiagnosticBag(), ConfigDialect.Native, folder.Path, "test", [], false);
        return FieldFlow.Run(new GribSource(FieldFlow.Bind(GribSourceOptions.Set, yaml), context));
    }

    /// <summary>One message with the fields of two.</summary>
    private static byte[] Joined(byte[] first, byte[] second, bool reuseBitmap = false)
    {
        GribSections.TryParse(second, out var sections, out _).ShouldBeTrue();
        byte[] own = reuseBitmap
            ? [.. second[sections.Product..sections.Bitmap], 0, 0, 0, 6, 6, 254, .. second[sections.Data..]]
            : second[sections.Product..];
        byte[] joined = [.. first[..^4], .. own];
        BinaryPrimitives.WriteInt64BigEndian(joined.AsSpan(8), joined.Length);
        return joined;
    }

    private sealed class Scratch : IDisposable
    {
        public Scratch(params (string Name, byte[] Content)[] files)
        {
            Path = Directory.CreateTempSubdirectory("windrow").FullName;
            foreach (var (name, content) in files)
                File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);
        }

        public string Path { get; }

        public void Dispose() => Directory.Delete(Path, true);
    }
}
