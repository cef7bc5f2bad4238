using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>
/// A checked expression in the language of <c>expr</c> and <c>clip</c>: assignments and arithmetic as Python writes them, point by point and in
/// single precision. It has no loops, no calls but those of <see cref="FunctionTable"/>, and a limit for length and nesting, so time and
/// memory are bounded by its text and the field. Missing values stay missing; what is no finite number becomes missing.
/// </summary>
internal sealed class FieldExpression
{
    /// <summary>Points that are computed at once; a multiple of every vector's width.</summary>
    public const int Block = 1024;

    private readonly IReadOnlyList<Assignment> _assignments;
    private readonly IReadOnlyList<float> _constants;
    private readonly int _variables;
    private readonly int _inputs;
    private readonly int _result;

    private FieldExpression(ExpressionParser parser, int inputs, int result)
    {
        (_assignments, _constants, _variables) = (parser.Assignments, parser.Constants, parser.Variables);
        (_inputs, _result) = (inputs, result);
    }

    /// <summary>Parses and checks.</summary>
    /// <param name="text">One or several statements, separated by newlines or semicolons.</param>
    /// <param name="inputs">The names that have a value before the first statement, in the order in which <see cref="Evaluate"/> gets them.</param>
    /// <param name="result">The name whose value is wanted in the end; it may be one of the inputs.</param>
    /// <exception cref="ExpressionException">The expression is wrong; the first fault, with its place.</exception>
    public static FieldExpression Parse(string text, IReadOnlyList<string> inputs, string result)
    {
        var parser = new ExpressionParser(new ExpressionLexer(text).Read(), inputs);
        parser.Read();
        return new FieldExpression(parser, inputs.Count, parser.ResultSlot(result));
    }

    /// <summary>The same for the text of a key of a definition.</summary>
    /// <exception cref="InputDefinitionException">The expression is wrong.</exception>
    public static FieldExpression ParseKey(string key, string text, IReadOnlyList<string> inputs, string result)
    {
        try
        {
            return Parse(text, inputs, result);
        }
        catch (ExpressionException fault)
        {
            throw new InputDefinitionException(key, $"{key}: {fault.Problem}", fault.Line, fault.Column);
        }
    }

    /// <param name="inputs">In the order of the names; all of the same length.</param>
    /// <param name="into">Gets the result; it may be one of the inputs.</param>
    public void Evaluate(IReadOnlyList<FieldValues> inputs, FieldValues into)
    {
        if (inputs.Count != _inputs)
            throw new ArgumentException($"The expression has {_inputs} inputs, and {inputs.Count} were given.", nameof(inputs));
        var frame = new ExpressionFrame(_variables, _constants);
        for (var start = 0; start < into.Count; start += Block)
        {
            var count = Math.Min(Block, into.Count - start);
            for (var i = 0; i < inputs.Count; i++)
                inputs[i].Span.Slice(start, count).CopyTo(frame.Variable(i));
            foreach (var assignment in _assignments)
                assignment.Execute(frame);
            frame.Variable(_result)[..count].CopyTo(into.Span[start..]);
        }
    }
}
