namespace Windrow.Maps.Inputs.Expressions;

/// <summary>
/// The memory of one evaluation: a block per variable, constant and level of nesting, so that all of it stays in the processor's cache
/// whatever the size of the field.
/// </summary>
internal sealed class ExpressionFrame
{
    private readonly float[] _variables;
    private readonly float[] _constants;
    private readonly List<float[]> _scratch = [];

    public ExpressionFrame(int variables, IReadOnlyList<float> constants)
    {
        _variables = new float[variables * FieldExpression.Block];
        _constants = new float[constants.Count * FieldExpression.Block];
        for (var i = 0; i < constants.Count; i++)
            Constant(i).Fill(constants[i]);
    }

    public Span<float> Variable(int slot) => _variables.AsSpan(slot * FieldExpression.Block, FieldExpression.Block);

    public Span<float> Constant(int index) => _constants.AsSpan(index * FieldExpression.Block, FieldExpression.Block);

    public Span<float> Scratch(int depth)
    {
        while (_scratch.Count <= depth)
            _scratch.Add(new float[FieldExpression.Block]);
        return _scratch[depth];
    }
}
