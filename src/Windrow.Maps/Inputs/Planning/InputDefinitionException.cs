namespace Windrow.Maps.Inputs.Planning;

/// <summary>
/// The definition of a derived input cannot be used. It names the key of the definition at fault, so that the reader of the recipe file can add file and line; the
/// message is one sentence that says what to write instead.
/// </summary>
internal sealed class InputDefinitionException(string key, string problem, int line = 1, int column = 1) : Exception(problem)
{
    /// <summary>The key of the definition, such as <c>step</c> or <c>expr</c>.</summary>
    public string Key { get; } = key;

    /// <summary>The line within the key's own text, from 1; only expressions have more than one.</summary>
    public int Line { get; } = line;

    /// <summary>The column within that line, from 1.</summary>
    public int Column { get; } = column;
}
