namespace Windrow.Maps.Inputs.Expressions;

/// <summary>A statement: gives a variable a value, everywhere or where a mask is true.</summary>
internal sealed record Assignment(int Slot, ExpressionNode? Mask, ExpressionNode Value)
{
    public void Execute(ExpressionFrame frame)
    {
        if (Mask is null)
        {
            Value.Evaluate(frame, 0).CopyTo(frame.Variable(Slot));
            return;
        }

        var mask = Mask.Evaluate(frame, 0);
        var value = Value.Evaluate(frame, 1);
        var variable = frame.Variable(Slot);
        // Where the mask is missing nothing is known, and nothing changes.
        for (var i = 0; i < variable.Length; i++)
            variable[i] = mask[i] == 1 ? value[i] : variable[i];
    }
}
