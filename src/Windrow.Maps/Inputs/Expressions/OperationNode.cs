namespace Windrow.Maps.Inputs.Expressions;

internal sealed class OperationNode(ElementOperation operation, ExpressionNode[] operands) : ExpressionNode
{
    public override bool IsMask => operation.GivesMask;

    public override ReadOnlySpan<float> Evaluate(ExpressionFrame frame, int depth)
    {
        // Operands are read in step with the result, so the first one's scratch can take it.
        var a = operands[0].Evaluate(frame, depth);
        var b = operands.Length > 1 ? operands[1].Evaluate(frame, depth + 1) : a;
        var c = operands.Length > 2 ? operands[2].Evaluate(frame, depth + 2) : a;
        var result = frame.Scratch(depth);
        operation.Apply(a, b, c, result);
        return result;
    }
}
