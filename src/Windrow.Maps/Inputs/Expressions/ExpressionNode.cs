namespace Windrow.Maps.Inputs.Expressions;

/// <summary>A part of an expression that has a value at each point.</summary>
internal abstract class ExpressionNode
{
    /// <summary>Whether the value is a mask.</summary>
    public virtual bool IsMask => false;

    /// <summary>Evaluates for one block.</summary>
    /// <param name="depth">The first scratch block that is free; the node may use it and those behind it.</param>
    /// <returns>The block that holds the value; it is not the node's own, and not to be written to.</returns>
    public abstract ReadOnlySpan<float> Evaluate(ExpressionFrame frame, int depth);
}
