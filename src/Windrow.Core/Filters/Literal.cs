using System.Globalization;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>A value that was written into the filter.</summary>
public sealed class Literal(MetadataValue value, FilterSource source = default, bool isDate = false) : Expression(source, 1)
{
    public MetadataValue Value { get; } = value;

    /// <summary>The timestamp stands for its whole day: other times are cut to their day before they are compared with it.</summary>
    public bool IsDate { get; } = isDate;

    public override bool TryEvaluate(Metadata metadata, out MetadataValue value)
    {
        value = Value;
        return true;
    }

    public override void CollectKeys(ISet<MetadataKey> keys)
    {
    }

    internal override void Print(StringBuilder text) => Print(text, Value, IsDate);

    internal static void Print(StringBuilder text, MetadataValue value, bool isDate = false)
    {
        if (value.TryGetTimestamp(out var time))
        {
            text.Append(isDate ? "DATE('" : "TIMESTAMP('")
                .Append(isDate ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : TimeText.Format(time)).Append("')");
        }
        else if (value.TryGetString(out var found))
        {
            text.Append(FilterText.Quoted(found, '\''));
        }
        else if (!value.TryGetInt64(out _) && value.TryGetNumber(out var number))
        {
            text.Append(FilterText.Number(number));
        }
        else
        {
            text.Append(value.ToString());
        }
    }
}
