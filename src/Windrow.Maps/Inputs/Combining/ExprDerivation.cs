using Windrow.Maps.Inputs.Expressions;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Combining;

/// <summary>
/// <c>expr</c>: an expression over the first message of each input; the result is what the derived input's own name has in the end. The
/// first input's message is the template.
/// </summary>
internal sealed class ExprDerivation : CommonInstantDerivation
{
    private readonly FieldExpression _expression;
    private readonly GribShaping _shaping;

    /// <exception cref="InputDefinitionException">The expression or the clip is wrong.</exception>
    public ExprDerivation(string name, IReadOnlyList<string> inputs, string expression, string? clip = null, IReadOnlyList<GribSetting>? settings = null)
        : base(name, inputs)
    {
        _expression = FieldExpression.ParseKey("expr", expression, inputs, name);
        _shaping = new GribShaping(name, inputs, clip, settings);
    }

    protected override ReadOnlyMemory<byte> Compute(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        using var fields = FieldList.Open(messages, input => Inputs[input]);
        using var result = new FieldValues(fields[0].Values.Count);
        var values = Enumerable.Range(0, fields.Count).Select(input => fields[input].Values).ToArray();
        _expression.Evaluate(values, result);
        return _shaping.Encode(fields[0], result, values.Where((_, input) => Inputs[input] != Name), fields.BitsPerValue);
    }
}
