namespace Windrow.Maps.Inputs.Expressions;

/// <summary>
/// What an operator or a function does with up to three blocks, element by element; the result may be one of the operands. A mask is 1 or 0,
/// or missing (NaN) where what was compared is missing.
/// </summary>
/// <param name="operands">How many operands it has, from 1 to 3.</param>
/// <param name="givesMask">Whether the result is a mask.</param>
/// <param name="masks">How many of the operands, from the first, have to be masks.</param>
internal abstract class ElementOperation(int operands, bool givesMask, int masks)
{
    public int Operands { get; } = operands;

    public bool GivesMask { get; } = givesMask;

    public int Masks { get; } = masks;

    public abstract void Apply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> result);

    public float Apply(float a, float b, float c)
    {
        Span<float> operands = stackalloc float[3 * FieldExpression.Block];
        operands[..FieldExpression.Block].Fill(a);
        operands.Slice(FieldExpression.Block, FieldExpression.Block).Fill(b);
        operands[(2 * FieldExpression.Block)..].Fill(c);
        Apply(operands[..FieldExpression.Block], operands.Slice(FieldExpression.Block, FieldExpression.Block), operands[(2 * FieldExpression.Block)..], operands[..FieldExpression.Block]);
        return operands[0];
    }
}
