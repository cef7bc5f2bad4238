namespace Windrow.Maps.Inputs.Expressions;

internal sealed class ConstantNode(float value, int index) : ExpressionNode
{
    public float Value { get; } = value;

    public override ReadOnlySpan<float> Evaluate(ExpressionFrame frame, int depth) => frame.Constant(index);
}
