using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>A condition without conditions in it.</summary>
public abstract class Leaf : Filter
{
    private protected Leaf(FilterSource source)
        : base(source, 1)
    {
    }

    public sealed override Explanation Explain(Metadata metadata)
    {
        var truth = Evaluate(metadata);
        var text = new StringBuilder();
        Print(text);
        text.Append(" is ").Append(Explanation.Word(truth));
        var keys = new SortedSet<MetadataKey>();
        CollectKeys(keys);
        var separator = ": ";
        foreach (var key in keys)
        {
            text.Append(separator);
            PrintFound(text, key, metadata);
            separator = ", ";
        }

        PrintAdvice(text, metadata, truth);
        return new(truth, this, text.ToString(), []);
    }

    private protected virtual void PrintFound(StringBuilder text, MetadataKey key, Metadata metadata)
    {
        text.Append(key.Name).Append(" is ");
        if (new MetadataSlot(key).TryGet(metadata, out var value))
            FilterText.PrintFound(text, value);
        else
            text.Append("absent");
    }

    /// <summary>What else a person should know who wonders about the judgement.</summary>
    private protected virtual void PrintAdvice(StringBuilder text, Metadata metadata, Truth truth)
    {
    }
}
