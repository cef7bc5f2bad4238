using Windrow.Core.Messages;
using Windrow.Core.Patterns;

namespace Windrow.Exec.Programs;

/// <summary>A command whose arguments are patterns over the metadata. Immutable.</summary>
internal sealed class CommandPattern
{
    private const string InputName = "input";
    private const string OutputName = "output";

    public static readonly CommandPattern Empty = new([]);

    private readonly FilePattern[] _arguments;

    /// <param name="command">The program, which has no fields, and its arguments.</param>
    public CommandPattern(IReadOnlyList<string> command)
    {
        Program = command.Count > 0 ? FilePattern.Parse(command[0]).Compose(Metadata.Empty, allowPartial: true) : "";
        _arguments = [.. command.Skip(1).Select(FilePattern.Parse)];
        HasInput = Has(InputName);
        HasOutput = Has(OutputName);
    }

    public string Program { get; }

    public bool HasInput { get; }

    public bool HasOutput { get; }

    /// <summary>The arguments for one message.</summary>
    /// <param name="input">Path of the payload.</param>
    /// <param name="output">Beginning of the paths that the program is to write; what follows in an argument, such as <c>.png</c>, is a part of the path.</param>
    /// <exception cref="PatternException">A field has no value, or one that does not fit its format.</exception>
    public string[] Compose(Metadata metadata, string input, string output)
    {
        var values = metadata;
        if (HasInput)
            values = values.With(InputName, input);
        if (HasOutput)
            values = values.With(OutputName, output);
        return Array.ConvertAll(_arguments, pattern => pattern.Compose(values));
    }

    /// <summary>The files that the program is to write, in the order of the arguments that name them.</summary>
    public static List<string> Products(IEnumerable<string> arguments, string output)
    {
        var products = new List<string>();
        foreach (var argument in arguments)
        {
            var at = argument.IndexOf(output, StringComparison.Ordinal);
            if (at >= 0 && !products.Contains(argument[at..]))
                products.Add(argument[at..]);
        }

        return products;
    }

    private bool Has(string name) => Array.Exists(_arguments, pattern => pattern.Fields.Contains(name));
}
