using System.Collections.Concurrent;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Grib.Keys;

/// <summary>
/// The name of an ecCodes key (<c>shortName</c>, <c>mars.param</c>, …) with what is known of it. Get it once with
/// <see cref="Of"/> when a filter is compiled, and ask messages with it.
/// </summary>
public sealed class GribKey
{
    /// <summary>Names come from configuration; beyond this many, keys are no longer kept for reuse.</summary>
    private const int MostKept = 4096;

    private static readonly ConcurrentDictionary<string, GribKey> Known = new(StringComparer.Ordinal);

    private GribKey(string name)
    {
        Name = name;
        Native = new EcCodesKey(name);
        (Aspect, Shortcut, Slot, Check) = GribKeyTable.Find(name);
    }

    public string Name { get; }

    internal EcCodesKey Native { get; }

    internal GribAspect Aspect { get; }

    internal GribShortcut Shortcut { get; }

    /// <summary>The place of the key's answers in a memo entry; -1 for keys that are not remembered.</summary>
    internal int Slot { get; }

    /// <summary>Whether the table has the key, so that its answer must not depend on earlier questions.</summary>
    internal bool IsListed => Slot >= 0 || Shortcut != GribShortcut.None;

    /// <summary>The place in a context's entry of whether the key's short cut holds there.</summary>
    internal int Check { get; }

    /// <summary>The key of that name, known or not. Names are case-sensitive, as in ecCodes.</summary>
    public static GribKey Of(string name)
    {
        if (Known.TryGetValue(name, out var key))
            return key;
        key = new GribKey(name);
        return Known.Count < MostKept ? Known.GetOrAdd(name, key) : key;
    }

    public override string ToString() => Name;
}
