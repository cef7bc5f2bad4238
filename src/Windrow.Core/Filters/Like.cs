using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>CQL2's <c>x LIKE 'pattern'</c>. Absent values and values that are not text make it unknown.</summary>
public sealed class Like(Expression operand, LikePattern pattern, FilterSource source = default) : Leaf(source)
{
    public Expression Operand { get; } = operand;

    public LikePattern Pattern { get; } = pattern;

    public override Truth Evaluate(Metadata metadata)
    {
        if (!Operand.TryEvaluate(metadata, out var value) || !value.TryGetString(out var text))
            return Truth.Unknown;
        return Pattern.Matches(text) ? Truth.True : Truth.False;
    }

    public override void CollectKeys(ISet<MetadataKey> keys) => Operand.CollectKeys(keys);

    internal override void Print(StringBuilder text)
    {
        Operand.Print(text);
        text.Append(" like ").Append(FilterText.Quoted(Pattern.ToString(), '\''));
    }
}
