namespace Windrow.Maps.Inputs.Expressions;

internal sealed class VariableNode(int slot, bool isMask) : ExpressionNode
{
    public override bool IsMask => isMask;

    public int Slot => slot;

    public override ReadOnlySpan<float> Evaluate(ExpressionFrame frame, int depth) => frame.Variable(slot);
}
