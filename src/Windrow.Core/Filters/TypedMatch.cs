using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>
/// multio's <c>key: [values]</c>: true when the message has the key with one of the values, compared with their types.
/// An absent key is false.
/// </summary>
public sealed class TypedMatch : Leaf
{
    private const int ScanLimit = 6;

    private readonly MetadataSlot _slot;
    private readonly MetadataValue[] _values;
    private readonly HashSet<MetadataValue>? _set;
    private readonly TypedEquality _equality;

    /// <param name="enforceTypes">A present value that equals none and has another type than the first one is an error, not false.</param>
    /// <param name="strictReals">Reals equal only metadata of the same width, as in multio; else also of the other width, when they are the same number there.</param>
    public TypedMatch(MetadataKey key, MetadataValue[] values, bool enforceTypes = true, bool strictReals = false, FilterSource source = default)
        : base(source)
    {
        _slot = new MetadataSlot(key);
        _values = values;
        EnforceTypes = enforceTypes;
        _equality = strictReals ? TypedEquality.Strict : TypedEquality.Corrected;
        if (values.Length > ScanLimit)
            _set = new HashSet<MetadataValue>(values, _equality);
    }

    public MetadataKey Key => _slot.Key;

    public ReadOnlySpan<MetadataValue> Values => _values;

    public bool EnforceTypes { get; }

    public bool StrictReals => ReferenceEquals(_equality, TypedEquality.Strict);

    internal TypedEquality Equality => _equality;

    public override Truth Evaluate(Metadata metadata) => _slot.TryGet(metadata, out var value) ? Judge(value) : Truth.False;

    internal Truth Judge(in MetadataValue value)
    {
        if (_set is not null)
        {
            if (_set.Contains(value))
                return Truth.True;
        }
        else
        {
            foreach (ref readonly var listed in _values.AsSpan())
            {
                if (_equality.AreEqual(listed, value))
                    return Truth.True;
            }
        }

        return EnforceTypes && _values.Length > 0 && !_equality.HaveSameType(_values[0], value) ? Truth.Error : Truth.False;
    }

    public override void CollectKeys(ISet<MetadataKey> keys) => keys.Add(Key);

    internal override void Print(StringBuilder text)
    {
        text.Append(Key.Name).Append(": [");
        for (var i = 0; i < _values.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            PrintValue(text, _values[i]);
        }

        text.Append(']');
    }

    private static void PrintValue(StringBuilder text, MetadataValue value)
    {
        if (!value.TryGetInt64(out _) && value.TryGetNumber(out var number))
            text.Append(FilterText.Number(number));
        else
            text.Append(value.ToString());
    }

    private protected override void PrintAdvice(StringBuilder text, Metadata metadata, Truth truth)
    {
        if (truth != Truth.Error || !_slot.TryGet(metadata, out var found))
            return;
        text.Append(": it is of type ").Append(Name(found.Type)).Append(", the first value listed is of type ").Append(Name(_values[0].Type))
            .Append("; write the values with the type of the metadata (text in quotes), or set enforce-same-key-types: false");
    }

    private static string Name(MetadataType type) => type.ToString().ToLowerInvariant();
}
