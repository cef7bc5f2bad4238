using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>
/// CQL2's <c>x IN (…)</c> with constants: true when the operand equals one of them, unknown when it is absent, or when
/// it equals none and there are some that it does not compare with.
/// </summary>
public sealed class In : Leaf
{
    private const int ScanLimit = 6;

    private readonly MetadataValue[] _values;
    private readonly HashSet<MetadataValue>? _set;
    private readonly int _families;

    public In(Expression operand, MetadataValue[] values, FilterSource source = default)
        : base(source)
    {
        Operand = operand;
        _values = values;
        if (values.Length > ScanLimit)
            _set = new HashSet<MetadataValue>(values, LooseEquality.Instance);
        foreach (var value in values)
            _families |= Family(value);
    }

    public Expression Operand { get; }

    public ReadOnlySpan<MetadataValue> Values => _values;

    public override Truth Evaluate(Metadata metadata)
    {
        if (!Operand.TryEvaluate(metadata, out var value))
            return Truth.Unknown;
        if (_set is not null)
        {
            if (_set.Contains(value))
                return Truth.True;
        }
        else
        {
            foreach (ref readonly var listed in _values.AsSpan())
            {
                if (Comparing.Compare(value, listed) == Order.Equal)
                    return Truth.True;
            }
        }

        return (_families & ~Family(value)) == 0 && Family(value) != 0 ? Truth.False : Truth.Unknown;
    }

    public override void CollectKeys(ISet<MetadataKey> keys) => Operand.CollectKeys(keys);

    internal override void Print(StringBuilder text)
    {
        Operand.Print(text);
        text.Append(" in (");
        for (var i = 0; i < _values.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            Literal.Print(text, _values[i]);
        }

        text.Append(')');
    }

    // Values of one family compare with each other.
    private static int Family(in MetadataValue value) => value.Type switch
    {
        MetadataType.Int64 or MetadataType.Double or MetadataType.Float32 => 1,
        MetadataType.String => 2,
        MetadataType.Bool => 4,
        MetadataType.Timestamp => 8,
        MetadataType.Duration => 16,
        _ => 0,
    };
}
