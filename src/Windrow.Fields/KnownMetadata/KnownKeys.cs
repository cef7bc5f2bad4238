using System.Runtime.CompilerServices;
using Windrow.Core.Messages;

namespace Windrow.Fields.KnownMetadata;

/// <summary>
/// The metadata keys that mean something to the actions for fields, and keys that look like a slip of one of them. What a shape of metadata
/// holds is found out once, so asking costs nothing for the messages that follow.
/// </summary>
public static class KnownKeys
{
    // Shorter names are a letter away from too much else.
    private const int ShortestForSlips = 6;

    private static readonly HashSet<string> Names = new(KnownKeyNames.All, StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Folded = FoldAll();
    private static readonly ConditionalWeakTable<MetadataShape, List<(string Written, string Meant)>> Suspects = [];

    /// <summary>What a key is called today that multio had under another name; null when it has no newer name.</summary>
    public static string? NewNameOf(string name) => name switch
    {
        "globalSize" => "misc-globalSize",
        "precision" => "misc-precision",
        _ => null,
    };

    /// <summary>The known key that a name looks like: it differs in case, in hyphens and underscores, or by one letter. Null when it is known itself, or looks like none.</summary>
    public static string? NearMiss(string name)
    {
        if (Names.Contains(name) || NewNameOf(name) is not null)
            return null;
        var folded = Fold(name);
        if (Folded.TryGetValue(folded, out var same))
            return same;
        if (folded.Length < ShortestForSlips)
            return null;
        foreach (var (other, known) in Folded)
        {
            if (other.Length >= ShortestForSlips && DigitsOf(folded) == DigitsOf(other) && Slip.IsOne(folded, other))
                return known;
        }

        return null;
    }

    /// <summary>The keys of the metadata that look like slips: what stands there, and what is meant and is not there itself.</summary>
    public static IReadOnlyList<(string Written, string Meant)> SlipsIn(Metadata metadata) => Suspects.GetValue(metadata.Shape, static shape => Find(shape));

    /// <summary>What is said of metadata that lack a key, but have one that looks like a slip of it; null when they have none.</summary>
    public static string? SlipOf(string key, Metadata metadata)
    {
        foreach (var (written, meant) in SlipsIn(metadata))
        {
            if (meant == key)
                return written;
        }

        return null;
    }

    private static Dictionary<string, string> FoldAll()
    {
        var folded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in KnownKeyNames.All)
            folded.TryAdd(Fold(name), name);
        return folded;
    }

    // temperature1 and temperature are two names, and no slip.
    private static int DigitsOf(string name)
    {
        var count = 0;
        foreach (var letter in name)
            count += char.IsAsciiDigit(letter) ? 1 : 0;
        return count;
    }

    private static string Fold(string name) => string.Create(name.Length - name.AsSpan().Count('-') - name.AsSpan().Count('_'), name, static (span, from) =>
    {
        var at = 0;
        foreach (var letter in from)
        {
            if (letter is not ('-' or '_'))
                span[at++] = char.ToLowerInvariant(letter);
        }
    });

    private static List<(string Written, string Meant)> Find(MetadataShape shape)
    {
        var slips = new List<(string Written, string Meant)>();
        foreach (var key in shape.Keys)
        {
            if (NearMiss(key.Name) is { } meant && shape.IndexOf(meant) < 0)
                slips.Add((key.Name, meant));
        }

        return slips;
    }
}
