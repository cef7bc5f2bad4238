using System.Globalization;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>An expression cannot be used. Line and column count from 1, within the expression's own text.</summary>
internal sealed class ExpressionException(int line, int column, string problem)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column} of the expression: {problem}"))
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>The message without the place, for those who know where in a file the expression stands.</summary>
    public string Problem { get; } = problem;
}
