using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>
/// A condition over metadata: one immutable tree, whatever notation it was written in. It evaluates itself from left
/// to right and stops as soon as the answer is certain. Every leaf brings along what its notation says about absent
/// keys and about values of different types, so that trees of several notations can be joined. Safe for several threads.
/// </summary>
public abstract class Filter
{
    /// <summary>How deep a tree may be; evaluation is recursive and the stack is not to depend on anybody's input.</summary>
    public const int MaximumDepth = 512;

    private protected Filter(FilterSource source, int depth)
    {
        if (depth > MaximumDepth)
            throw new ArgumentException($"A filter may be {MaximumDepth} levels deep at most.");
        Source = source;
        Depth = depth;
    }

    /// <summary>Where the clause was written.</summary>
    public FilterSource Source { get; }

    /// <summary>1 for a leaf.</summary>
    public int Depth { get; }

    /// <summary>Judges a message by its metadata. Allocates nothing.</summary>
    public abstract Truth Evaluate(Metadata metadata);

    /// <summary>Judges as <see cref="Evaluate"/> does and names the clauses that decided.</summary>
    public abstract Explanation Explain(Metadata metadata);

    /// <summary>Adds every key that the filter asks for.</summary>
    public abstract void CollectKeys(ISet<MetadataKey> keys);

    public bool Matches(Metadata metadata) => Evaluate(metadata) == Truth.True;

    /// <summary>The canonical text: leaves as in their own notation, joined by <c>and</c>, <c>or</c>, <c>not</c>.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    internal abstract void Print(StringBuilder text);

    /// <summary>How tightly the printed form binds: or 1, and 2, not 3, leaves 4.</summary>
    internal virtual int Binding => 4;

    private protected static void PrintWithin(StringBuilder text, Filter item, int binding)
    {
        var bare = item.Binding > binding;
        if (!bare)
            text.Append('(');
        item.Print(text);
        if (!bare)
            text.Append(')');
    }
}
