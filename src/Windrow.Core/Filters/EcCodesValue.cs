using System.Globalization;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>
/// One side of a comparison in an ecCodes condition: a constant, or a key that is asked for as a number or as text.
/// A GRIB key answers both ways by itself; other metadata is converted as ecCodes does it: text without a number is 0.
/// </summary>
public sealed class EcCodesValue
{
    // Enough for every int64 and every double in its shortest form.
    internal const int BufferLength = 32;

    private readonly MetadataSlot? _slot;

    private EcCodesValue(MetadataSlot? slot, double number, string? text, FilterSource source)
    {
        _slot = slot;
        Number = number;
        Text = text;
        Source = source;
    }

    /// <summary>The key; null for a constant.</summary>
    public MetadataKey? Key => _slot?.Key;

    /// <summary>The constant as a number; meaningless for a key and for a text.</summary>
    public double Number { get; }

    /// <summary>The constant as text; null for a key and for a number.</summary>
    public string? Text { get; }

    public FilterSource Source { get; }

    public static EcCodesValue OfKey(MetadataKey key, FilterSource source = default) => new(new MetadataSlot(key), 0, null, source);

    public static EcCodesValue Of(double number, FilterSource source = default) => new(null, number, null, source);

    public static EcCodesValue Of(string text, FilterSource source = default) => new(null, 0, text, source);

    /// <summary>False: the key is absent.</summary>
    internal bool TryGetNumber(Metadata metadata, out double number)
    {
        number = Number;
        if (_slot is null)
            return true;
        if (metadata.Tail is IMultiViewTail tail && metadata.Shape.IndexOf(_slot.Key) < 0)
            return tail.TryGetNumber(_slot.Key, out number);
        return _slot.TryGet(metadata, out var value) && TryConvert(value, out number);
    }

    /// <summary>False: the key is absent.</summary>
    /// <param name="buffer">Where a number is printed to; <see cref="BufferLength"/> characters.</param>
    internal bool TryGetText(Metadata metadata, Span<char> buffer, out ReadOnlySpan<char> text)
    {
        text = Text;
        if (_slot is null)
            return true;
        if (metadata.Tail is IMultiViewTail tail && metadata.Shape.IndexOf(_slot.Key) < 0)
        {
            var found = tail.TryGetText(_slot.Key, out var own);
            text = own;
            return found;
        }

        return _slot.TryGet(metadata, out var value) && TryConvert(value, buffer, out text);
    }

    internal static bool TryConvert(in MetadataValue value, out double number)
    {
        if (value.TryGetNumber(out number))
            return true;
        if (value.TryGetBool(out var flag))
        {
            number = flag ? 1 : 0;
            return true;
        }

        if (!value.TryGetString(out var text))
            return false;
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number) || !double.IsFinite(number))
            number = 0;
        return true;
    }

    internal static bool TryConvert(scoped in MetadataValue value, Span<char> buffer, out ReadOnlySpan<char> text)
    {
        if (value.TryGetString(out var own))
        {
            text = own;
            return true;
        }

        int length;
        if (value.TryGetInt64(out var integer))
            integer.TryFormat(buffer, out length, default, CultureInfo.InvariantCulture);
        else if (value.TryGetDouble(out var number))
            number.TryFormat(buffer, out length, "R", CultureInfo.InvariantCulture);
        else if (value.TryGetFloat32(out var single))
            single.TryFormat(buffer, out length, "R", CultureInfo.InvariantCulture);
        else if (value.TryGetBool(out var flag))
            (length, buffer[0]) = (1, flag ? '1' : '0');
        else
            length = 0;
        text = buffer[..length];
        return length > 0;
    }

    internal void Print(StringBuilder text, bool whole = true)
    {
        if (_slot is not null)
            text.Append(_slot.Key.Name);
        else if (Text is not null)
            text.Append('"').Append(Text.Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        else if (whole && Number == Math.Floor(Number) && Math.Abs(Number) < 1e15)
            text.Append(((long)Number).ToString(CultureInfo.InvariantCulture));
        else
            text.Append(FilterText.Number(Number));
    }
}
