using Windrow.Core.Configuration;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>The arguments of <c>vg6d_transform</c> that Windrow computes itself.</summary>
/// <param name="Outputs">The quantities of <c>--output-variable-list</c>, in its order.</param>
/// <param name="PressureOfLevel"><c>--comp-var-from-lev --trans-level-type=100</c>.</param>
/// <param name="MergesLevels"><c>--rounding</c>: fields of different levels are taken as of the first one's.</param>
internal sealed record TransformArguments(IReadOnlyList<Quantity> Outputs, bool PressureOfLevel, bool MergesLevels)
{
    private const string VariableList = "--output-variable-list";
    private const string FromLevel = "--comp-var-from-lev";
    private const string LevelType = "--trans-level-type";
    private const string Rounding = "--rounding";

    /// <summary>Parses <c>args</c>: a list of arguments, each of which may hold several, separated by spaces.</summary>
    /// <exception cref="InputDefinitionException">An argument is not known, or they do not fit together; the message says what is possible.</exception>
    public static TransformArguments Parse(IEnumerable<string> arguments)
    {
        var words = new Queue<string>(arguments.SelectMany(static argument => argument.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        var (outputs, fromLevel, levelType, rounding) = (new List<Quantity>(), false, (string?)null, false);
        while (words.TryDequeue(out var word))
        {
            var (key, value) = word.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? (word[..equals], word[(equals + 1)..]) : (word, null);
            switch (key)
            {
                case VariableList:
                    outputs.AddRange((value ?? Next(words, key)).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(OutputOf));
                    break;
                case LevelType:
                    levelType = value ?? Next(words, key);
                    break;
                case FromLevel when value is null:
                    fromLevel = true;
                    break;
                case Rounding when value is null:
                    rounding = true;
                    break;
                default:
                    throw new InputDefinitionException(
                        "args",
                        $"vg6d_transform's argument '{word}' is not known{Suggestion.Clause(key, [VariableList, FromLevel, LevelType, Rounding])}; "
                        + $"possible are {VariableList}=CODES, {FromLevel} {LevelType}=100, and {Rounding}");
            }
        }

        if (fromLevel != (levelType == "100"))
            throw new InputDefinitionException("args", $"of vg6d_transform's level arguments only {FromLevel} together with {LevelType}=100 is possible: the pressure of isobaric levels");
        if (outputs.Count == 0 && !fromLevel)
            throw new InputDefinitionException("args", $"vg6d_transform's arguments ask for nothing; write {VariableList}=CODES, or {FromLevel} {LevelType}=100");
        return outputs.Count > 0 && fromLevel
            ? throw new InputDefinitionException("args", $"{VariableList} and {FromLevel} cannot stand together; write two inputs")
            : new TransformArguments(outputs, fromLevel, rounding);
    }

    private static string Next(Queue<string> words, string key) =>
        words.TryDequeue(out var value) ? value : throw new InputDefinitionException("args", $"vg6d_transform's argument {key} has no value; write {key}=…");

    private static Quantity OutputOf(string code) =>
        TransformRules.Codes.Contains(code)
            ? QuantityTable.OfCode(code)!.Quantity
            : throw new InputDefinitionException("args", $"the variable '{code}' cannot be computed{Suggestion.Clause(code, TransformRules.Codes)}; possible are {string.Join(", ", TransformRules.Codes)}");
}
