using System.Buffers.Binary;
using System.Security.Cryptography;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Maps;

/// <summary>Streams of arkimet: metadata, and behind them the GRIB messages that they are about.</summary>
public sealed class ArkimetInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Wrapped_messages_fill_the_pantry_as_plain_ones_do_by_either_condition()
    {
        WriteMessages();
        string[] recipes = ["--recipes", Repository.Shared("data/arkimaps/recipes"), "--static", Statics()];
        foreach (var filter in new[] { "arkimet", "eccodes" })
        {
            foreach (var input in new[] { "wrapped", "plain" })
                (await WindrowProcess.Run(_scratch.Path, ["maps", "dispatch", $"{filter}-{input}", input, "--filter", filter, .. recipes])).ShouldEndWith(0);
            var wrapped = Pantry($"{filter}-wrapped");
            wrapped.ShouldBe(Pantry($"{filter}-plain"));
            wrapped.Count.ShouldBeGreaterThan(80);
        }

        // Two definitions take more by their keys than by their matchers: they do not ask for the edition.
        var byKeys = Pantry("eccodes-plain");
        byKeys.Keys.Except(Pantry("arkimet-plain").Keys).ShouldBe(["icon_u250_2021_1_10_0_0_0+12.grib", "icon_v250_2021_1_10_0_0_0+12.grib"], ignoreOrder: true);
        Pantry("arkimet-plain").ShouldAllBe(file => byKeys[file.Key] == file.Value);
    }

    [Fact]
    public async Task What_the_input_is_shows_in_its_first_octets()
    {
        WriteMessages();
        _scratch.Write("recipes/t2m.yaml", """
            inputs:
              keys: {eccodes: shortName is "2t" or shortName is "t", arkimet: skip}
              matched: {eccodes: skip, arkimet: "product:GRIB1,98,128,167 or GRIB1,80,2,11"}
            flavours: [{name: default}]
            recipe: [{step: add_grib, grib: keys}, {step: add_grib, grib: matched}]
            """);
        await Dispatch("wrapped", "matched");
        await Dispatch("plain", "keys");
        foreach (var (input, expected) in new[] { ("wrapped", "matched"), ("plain", "keys") })
        {
            using var process = WindrowProcess.StartCommand(["sh", "-c", $"cat {input} | '{Repository.Program}' maps dispatch pipe-{input}"], _scratch.Path);
            (await process.Ended()).ShouldEndWith(0);
            Pantry($"pipe-{input}").ShouldBe(Pantry($"file-{input}"));
            Pantry($"pipe-{input}").Keys.ShouldAllBe(name => name.StartsWith(expected, StringComparison.Ordinal));
        }

        async Task Dispatch(string input, string expected)
        {
            (await WindrowProcess.Run(_scratch.Path, "maps", "dispatch", $"file-{input}", input)).ShouldEndWith(0);
            Pantry($"file-{input}").Count.ShouldBeGreaterThan(20);
        }
    }

    [Fact]
    public async Task Metadata_without_their_data_are_told()
    {
        var whole = await File.ReadAllBytesAsync(Directory.GetFiles(Repository.Shared("data/grib/t2m"), "*.arkimet")[0], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_scratch["bare"], whole[..(8 + BinaryPrimitives.ReadInt32BigEndian(whole.AsSpan(4)))], TestContext.Current.CancellationToken);
        _scratch.Write("recipes/t2m.yaml", "inputs: {t2m: {arkimet: \"product:GRIB1,98,128,167\"}}\nflavours: [{name: default}]\nrecipe: [{step: add_grib, grib: t2m}]");
        (await WindrowProcess.Run(_scratch.Path, "maps", "dispatch", "work", "bare")).ShouldEndWith(5).Error.ShouldContain("arki-query --inline");
    }

    private SortedDictionary<string, string> Pantry(string workdir) =>
        new(Directory.GetFiles(_scratch[$"{workdir}/pantry"]).ToDictionary(static file => Path.GetFileName(file), static file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))), StringComparer.Ordinal);

    // The files that the shipped flavours name and that are not among the recipes.
    private string Statics()
    {
        _scratch.Write("static/puntiCitta.geo", "");
        _scratch.Write("static/shapes/Sottozone_allerta_ER.shp", "");
        return _scratch["static"];
    }

    // 'plain' is what is within 'wrapped', by the lengths that its metadata give.
    private void WriteMessages()
    {
        using var wrapped = File.Create(_scratch["wrapped"]);
        using var plain = File.Create(_scratch["plain"]);
        foreach (var file in Directory.GetFiles(Repository.Shared("data/grib"), "*.arkimet", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var octets = File.ReadAllBytes(file);
            wrapped.Write(octets);
            for (var at = 0; at < octets.Length;)
            {
                var metadata = octets.AsSpan(at + 8, BinaryPrimitives.ReadInt32BigEndian(octets.AsSpan(at + 4)));
                var size = DataSize(metadata);
                at += 8 + metadata.Length;
                plain.Write(octets, at, size);
                at += size;
            }
        }
    }

    // Of the items the one of type 7, the source: its style, the length of its format's name, the name, and the size.
    private static int DataSize(ReadOnlySpan<byte> metadata)
    {
        while (!metadata.IsEmpty)
        {
            var type = Number(ref metadata);
            var length = Number(ref metadata);
            var item = metadata[..length];
            metadata = metadata[length..];
            if (type != 7)
                continue;
            item = item[1..];
            item = item[Number(ref item)..];
            return Number(ref item);
        }

        throw new InvalidDataException("The metadata have no source.");
    }

    private static int Number(ref ReadOnlySpan<byte> octets)
    {
        var (number, shift) = (0, 0);
        for (; ; shift += 7)
        {
            var octet = octets[0];
            octets = octets[1..];
            number |= (octet & 0x7F) << shift;
            if ((octet & 0x80) == 0)
                return number;
        }
    }
}
