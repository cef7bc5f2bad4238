using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>Something that has a value for a given message, or none.</summary>
public abstract class Expression
{
    private protected Expression(FilterSource source, int depth)
    {
        if (depth > Filter.MaximumDepth)
            throw new ArgumentException($"An expression may be {Filter.MaximumDepth} levels deep at most.");
        Source = source;
        Depth = depth;
    }

    public FilterSource Source { get; }

    public int Depth { get; }

    /// <summary>False: there is no value, because a key is absent or not a number where one is calculated with.</summary>
    public abstract bool TryEvaluate(Metadata metadata, out MetadataValue value);

    public abstract void CollectKeys(ISet<MetadataKey> keys);

    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    /// <summary>Prints the expression as CQL2 text.</summary>
    internal abstract void Print(StringBuilder text);

    /// <summary>How tightly the printed form binds; see <see cref="Arithmetic"/>.</summary>
    internal virtual int Binding => 4;
}
