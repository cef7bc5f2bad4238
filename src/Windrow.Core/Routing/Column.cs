using System.Globalization;
using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>
/// One key in one view. Every value that some plan names has a number here, so that a message is looked up by small
/// numbers; values that compare equal have the same one. An axis has no numbers: it gives the value's place.
/// </summary>
internal sealed class Column(int index, ColumnKind kind)
{
    /// <summary>Numbers have sixteen bits, so that four of them make the key of a bucket.</summary>
    public const int MaximumValues = ushort.MaxValue;

    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    // Most columns have texts alone.
    private Dictionary<long, int>? _integers;
    private Dictionary<double, int>? _numbers;
    private Dictionary<MetadataValue, int>? _others;
    private TextAxis? _axis;

    public int Index { get; } = index;

    public ColumnKind Kind { get; } = kind;

    public bool IsAxis => Kind >= ColumnKind.NumberAxis;

    public int Count { get; private set; }

    /// <summary>The number of a value that a plan names.</summary>
    public int Add(in MetadataValue value)
    {
        var known = Find(value);
        if (known > 0)
            return known;
        Count++;
        if (value.TryGetString(out var text))
            _texts.Add(text, Count);
        else if (TryInteger(value, out var integer))
            (_integers ??= []).Add(integer, Count);
        else if (TryReal(value, out var number))
            (_numbers ??= []).Add(number, Count);
        else
            (_others ??= new(Equality())).Add(value, Count);
        return Count;
    }

    /// <summary>The number of a message's value; 0 when no plan names it.</summary>
    public int Find(in MetadataValue value)
    {
        var found = 0;
        if (value.TryGetString(out var text))
            _texts.TryGetValue(text, out found);
        else if (TryInteger(value, out var integer))
            _integers?.TryGetValue(integer, out found);
        else if (TryReal(value, out var number))
            _numbers?.TryGetValue(number, out found);
        else
            _others?.TryGetValue(value, out found);
        return found;
    }

    public int Find(double number)
    {
        var found = 0;
        _numbers?.TryGetValue(number + 0.0, out found);
        return found;
    }

    public int Find(ReadOnlySpan<char> text)
    {
        _texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var found);
        return found;
    }

    /// <summary>The number of a value of plain metadata, seen as this column sees it.</summary>
    public int FindView(in MetadataValue value)
    {
        if (Kind == ColumnKind.Number)
            return EcCodesValue.TryConvert(value, out double number) ? Find(number) : 0;
        if (Kind != ColumnKind.Text)
            return Find(value);
        Span<char> buffer = stackalloc char[EcCodesValue.BufferLength];
        return EcCodesValue.TryConvert(value, buffer, out var text) ? Find(text) : 0;
    }

    /// <summary>Takes note of a range that a plan asks for; only an axis of texts has to.</summary>
    public void Add(RangeTerm range)
    {
        if (Kind == ColumnKind.TextAxis)
            (_axis ??= new TextAxis()).Add(range.Prefix);
    }

    /// <summary>Where a range begins and ends on this axis, when all are known.</summary>
    public (double Low, double High) Bounds(RangeTerm range) => Kind == ColumnKind.TextAxis ? _axis!.Bounds(range.Prefix) : (range.Low, range.High);

    /// <summary>Where a message's value stands on this axis.</summary>
    public bool TryPlace(in MetadataValue value, out double place)
    {
        if (Kind != ColumnKind.TextAxis)
            return TryPlace(Kind, value, out place);
        place = 0;
        if (!value.TryGetString(out var text))
            return false;
        place = _axis!.PlaceOf(text);
        return true;
    }

    /// <summary>Where a value stands on an axis. Rounding to double keeps the order, if not every difference.</summary>
    public static bool TryPlace(ColumnKind kind, in MetadataValue value, out double place)
    {
        if (kind == ColumnKind.EcCodesAxis)
            return EcCodesValue.TryConvert(value, out place);
        if (kind == ColumnKind.NumberAxis)
            return value.TryGetNumber(out place);
        var isTime = value.TryGetTimestamp(out var time);
        place = time.Ticks;
        return isTime;
    }

    private IEqualityComparer<MetadataValue> Equality() => Kind switch
    {
        ColumnKind.Typed => TypedEquality.Corrected,
        ColumnKind.TypedStrict => TypedEquality.Strict,
        _ => LooseEquality.Instance,
    };

    // Loose: a real that is whole is looked up as the integer it equals.
    private bool TryInteger(in MetadataValue value, out long integer)
    {
        if (Kind == ColumnKind.Number)
        {
            integer = 0;
            return false;
        }

        if (value.TryGetInt64(out integer))
            return true;
        if (Kind != ColumnKind.Loose || !value.TryGetNumber(out var number) || number != Math.Floor(number) || number is < -9223372036854775808.0 or >= 9223372036854775808.0)
            return false;
        integer = (long)number;
        return true;
    }

    // Typed: both widths of a real meet at the narrow one; the filter then tells them apart.
    private bool TryReal(in MetadataValue value, out double number)
    {
        number = 0;
        if (Kind == ColumnKind.TypedStrict || !value.TryGetNumber(out number))
            return false;
        if (Kind == ColumnKind.Typed)
            number = (float)number;
        number += 0.0;
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} with {Count} values");
}
