using System.Diagnostics.CodeAnalysis;
using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Fields.Grib.Keys;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib;

/// <summary>
/// The keys of a GRIB message as metadata: whatever ecCodes knows (<c>shortName</c>, <c>mars.param</c>, <c>step</c>, …),
/// worked out when asked for.
/// </summary>
public sealed class GribTail : IMultiViewTail
{
    // What a header without values would answer differently from the message itself.
    private static readonly GribKey[] PackingKeys = [GribKey.Of("packingType"), GribKey.Of("bitsPerValue"), GribKey.Of("totalLength")];
    private static readonly string[] Namespaces = ["ls", "mars"];

    private readonly GribKeys _keys;
    private readonly byte[] _header;
    private readonly (GribKey Key, GribAnswer Answer)[] _packing;
    private GribTail? _detached;

    private GribTail(GribKeys keys, byte[] header, (GribKey, GribAnswer)[] packing)
    {
        _keys = keys;
        _header = header;
        _packing = packing;
    }

    /// <summary>Whether it stands for a message whose payload is another now, or gone.</summary>
    public bool IsDetached => _packing.Length > 0;

    public TailFormat? Format => GribTailFormat.Instance;

    /// <summary>A message without values that says the same about the field; a template for encoding. Not to be written to.</summary>
    public ReadOnlyMemory<byte> Header => _header;

    /// <summary>The message's packing, such as <c>grid_simple</c>, and its bits per value, where they are known.</summary>
    public string? PackingType => Answer(PackingKeys[0], GribForm.Text) is { IsFound: true } answer ? answer.Text : null;

    public long? BitsPerValue => Answer(PackingKeys[1], GribForm.Long) is { IsFound: true } answer ? answer.Long : null;

    /// <summary>The keys that ecCodes lists in its namespaces <c>ls</c> and <c>mars</c>, the latter as <c>mars.</c> keys.</summary>
    public IEnumerable<MetadataKey> IdentityKeys =>
        Namespaces.SelectMany(space => _keys.KeysOf(space).Select(key => (MetadataKey)(space == "mars" ? $"mars.{key}" : key)));

    /// <param name="keys">The keys of the whole message; they are disposed by whoever owns the message.</param>
    public static GribTail Of(GribKeys keys) => new(keys, GribHeader.Of(keys.Message.Span, keys.Sections), []);

    public bool TryGet(MetadataKey key, out MetadataValue value)
    {
        var answer = Answer(GribKey.Of(key.Name), GribForm.Native);
        value = answer.Type switch
        {
            EcCodesType.Long => answer.Long,
            EcCodesType.Double => answer.Double,
            EcCodesType.String => answer.Text,
            _ => default,
        };
        return answer.IsFound && !value.IsNone;
    }

    public bool TryGetNumber(MetadataKey key, out double value)
    {
        var answer = Answer(GribKey.Of(key.Name), GribForm.Double);
        value = answer.Double;
        return answer.IsFound;
    }

    public bool TryGetText(MetadataKey key, [NotNullWhen(true)] out string? value)
    {
        var answer = Answer(GribKey.Of(key.Name), GribForm.Text);
        value = answer.IsFound ? answer.Text : null;
        return answer.IsFound;
    }

    public IMetadataTail Detach()
    {
        if (IsDetached)
            return this;
        if (_detached is not null)
            return _detached;

        // The packing is asked for while the message is there.
        return _detached = TryOf(_header, Packing(), out var tail, out var defect)
            ? tail
            : throw new InvalidOperationException($"The header of a checked message is not accepted: {defect}.");
    }

    /// <summary>What is known of the message's packing, which its header does not tell.</summary>
    internal GribAnswer[] Packing() => IsDetached ? Array.ConvertAll(_packing, static entry => entry.Answer) : Array.ConvertAll(PackingKeys, key => _keys.Get(key));

    /// <summary>A detached tail of its parts, as <see cref="Header"/> and <see cref="Packing"/> give them.</summary>
    internal static bool TryOf(byte[] header, GribAnswer[] packing, [NotNullWhen(true)] out GribTail? tail, out GribDefect? defect)
    {
        tail = GribKeys.TryOpen(header, out var keys, out defect) ? new GribTail(keys!, header, [.. PackingKeys.Zip(packing)]) : null;
        return tail is not null;
    }

    private GribAnswer Answer(GribKey key, GribForm form)
    {
        foreach (var (known, answer) in _packing)
        {
            if (ReferenceEquals(known, key))
                return answer;
        }

        return _keys.Get(key, form);
    }
}
