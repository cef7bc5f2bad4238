using System.Collections.Immutable;
using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>A test whose fields are GRIB keys as they are: product and origin.</summary>
internal sealed class KeyTest : ArkimetTest
{
    private readonly (MetadataKey Key, long Value)[] _keys;

    public KeyTest(string kind, int edition, ImmutableArray<MetadataKey> names, ImmutableArray<long?> fields)
        : base(kind, $"GRIB{edition}", fields)
    {
        var keys = new List<(MetadataKey, long)> { (ArkimetKeys.Edition, edition) };
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i] is { } value)
                keys.Add((names[i], value));
        }

        _keys = [.. keys];
    }

    public override ImmutableArray<(MetadataKey Key, long Value)> Keys => [.. _keys];

    public override bool IsExact => true;

    public override bool Holds(Metadata message)
    {
        foreach (var (key, value) in _keys)
        {
            if (GribNumber.Of(message, key) != value)
                return false;
        }

        return true;
    }
}
