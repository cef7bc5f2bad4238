using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Routing;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Framing;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Orders;
using Windrow.Maps.Pantries;
using Windrow.Native.EcCodes;

namespace Windrow.Bench;

/// <summary>
/// Dispatch of an unorganised stream with all recipes: what it costs to split it and to tell which inputs a message is and for which instant, and
/// what it costs to store the inputs, against a plain copy of the same bytes that is synced as often.
/// </summary>
internal static class MapsDispatchBench
{
    private const int Steps = 25;
    private const int Group = 1_000;
    private const int Rounds = 7;

    public static IEnumerable<Figure> Run()
    {
        var definitions = Definitions();
        var recogniser = new InputRecogniser(definitions.Inputs.OfType<StreamInput>(), InputFilter.EcCodes);
        var stream = Stream();
        var (messages, kept) = (0, new List<(StreamInput Input, FieldHeader Header, ReadOnlyMemory<byte> Octets)>());
        var (cost, first) = (new List<double>(), 0.0);
        for (var round = 0; round <= Rounds; round++)
        {
            kept.Clear();
            var seconds = Measure.Time(() => messages = Split(stream, recogniser, kept), cpu: true);
            if (round > 0)
                cost.Add(seconds / messages * 1e3);
            else
                first = seconds / messages * 1e3;
        }

        yield return new Figure("recognise and split a message", Measure.Median(cost), "ms", 0.1, true, string.Create(
            CultureInfo.InvariantCulture,
            $"CPU; {first:0.000} ms in the first round, when all is new; {messages} messages of {stream.Length / messages / 1024} KiB, {recogniser.Inputs.Length} conditions, {kept.Count} inputs found"));
        yield return Store(definitions, kept);
    }

    private static Figure Store(MapDefinitions definitions, List<(StreamInput Input, FieldHeader Header, ReadOnlyMemory<byte> Octets)> kept)
    {
        var (ours, copies, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            var copy = Measure.Time(() => Copy(folder.Path("copy"), kept));
            var pantry = new PantryFolder(folder.Path("pantry"), new PhysicalFileSystem(), definitions, new AvailableInputs(definitions));
            pantry.TakeUp();
            var store = Measure.Time(() => Put(pantry, kept));
            if (round == 0)
                continue;
            ours.Add(store);
            copies.Add(copy);
            ratios.Add(store / copy);
        }

        return new Figure("pantry / plain copy and sync", Measure.Median(ratios), "×", 1.3, true, string.Create(
            CultureInfo.InvariantCulture,
            $"{Measure.Median(ours) / kept.Count * 1e6:0} µs against {Measure.Median(copies) / kept.Count * 1e6:0} µs for each of {kept.Count} files, synced in groups of {Group}"));
    }

    private static void Put(PantryFolder pantry, List<(StreamInput Input, FieldHeader Header, ReadOnlyMemory<byte> Octets)> kept)
    {
        for (var i = 0; i < kept.Count; i++)
        {
            pantry.Put(kept[i].Input, kept[i].Header.Instant, kept[i].Octets.Span, kept[i].Header);
            if (i % Group == Group - 1)
                pantry.Commit();
        }

        pantry.Commit();
    }

    /// <summary>The least that keeps the same files through a power cut: written, synced, and their folder synced once for a group.</summary>
    private static void Copy(string folder, List<(StreamInput Input, FieldHeader Header, ReadOnlyMemory<byte> Octets)> kept)
    {
        var files = new PhysicalFileSystem();
        files.CreateDirectory(folder);
        var open = new List<IWritableFile>(Group);
        for (var i = 0; i < kept.Count; i++)
        {
            var file = files.OpenWrite(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i}.grib")));
            file.Write(kept[i].Octets.Span);
            open.Add(file);
            if (open.Count < Group && i < kept.Count - 1)
                continue;
            open.ForEach(static written => written.Sync());
            open.ForEach(static written => written.Dispose());
            open.Clear();
            files.SyncDirectory(folder);
        }
    }

    private static int Split(byte[] stream, InputRecogniser recogniser, List<(StreamInput Input, FieldHeader Header, ReadOnlyMemory<byte> Octets)> kept)
    {
        var (reader, set, found, messages) = (new GribStreamReader(new MemoryStream(stream)), new MatchSet(), new List<StreamInput>(), 0);
        while (reader.Read())
        {
            if (!GribContent.TryCopy(reader.Message.Span, isFresh: false, out var payload, out var tail, out var defect))
                throw new InvalidDataException(defect!.ToString());
            messages++;
            var metadata = Metadata.Empty.WithTail(tail!);
            found.Clear();
            recogniser.Recognise(metadata, set, found);
            if (found.Count > 0)
            {
                var header = FieldHeaderReader.Read(tail!);
                found.ForEach(input => kept.Add((input, header, stream.AsMemory((int)reader.Frame.Offset, reader.Message.Length))));
            }

            payload!.Release();
        }

        return messages;
    }

    /// <summary>All recipes that there are: arkimaps' own where they lie beside the checkout, else the examples.</summary>
    private static MapDefinitions Definitions()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "windrow.slnx")))
            root = root.Parent ?? throw new InvalidOperationException("run this from a checkout");
        string[] folders = [Path.Combine(root.FullName, "../shared/data/arkimaps/recipes"), Path.Combine(root.FullName, "examples/recipes")];
        return new RecipeFolder(new PhysicalFileSystem()).Read(folders.First(Directory.Exists), new DiagnosticBag())!;
    }

    /// <summary>A run of the IFS in no order: fields of 181 times 161 points at the surface and on seven levels.</summary>
    private static byte[] Stream()
    {
        int[] surface = [167, 168, 151, 164, 165, 166, 228, 144, 143], aloft = [129, 130, 131, 132, 133], levels = [250, 500, 700, 850, 925, 950, 1000];
        var values = Enumerable.Range(0, 181 * 161).Select(static i => 280 + (20 * Math.Sin(i / 900.0) * Math.Cos(i / 77.0))).ToArray();
        var messages = new List<byte[]>();
        using var sample = GribHandle.FromSample("regular_ll_sfc_grib1");
        sample.SetLong("Ni", 181);
        sample.SetLong("Nj", 161);
        sample.SetLong("bitsPerValue", 16);
        sample.SetDoubles("values", values);
        for (var step = 0; step < Steps; step++)
        {
            foreach (var (param, level) in surface.Select(static param => (param, 0)).Concat(aloft.SelectMany(param => levels.Select(level => (param, level)))))
            {
                using var field = sample.Clone();
                field.SetLong("indicatorOfParameter", param);
                field.SetLong("indicatorOfTypeOfLevel", level == 0 ? 1 : 100);
                field.SetLong("level", level);
                field.SetLong("endStep", step * 3);
                messages.Add(field.Message.ToArray());
            }
        }

        var order = messages.ToArray();
        new Random(1).Shuffle(order);
        return [.. order.SelectMany(static message => message)];
    }
}
