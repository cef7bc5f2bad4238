using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Reading;

/// <summary>
/// Reads the keys of one mapping of a definition: each with its type, and none that nobody asked for. A key without a
/// value counts as absent. All that is wrong is reported, so that <see cref="HasFailed"/> is asked at the end.
/// </summary>
/// <param name="mapping">The mapping.</param>
/// <param name="subject">What it defines, for messages: <c>input 't2m'</c>.</param>
/// <param name="diagnostics">Takes the findings.</param>
internal sealed class FieldReader(MappingNode mapping, string subject, DiagnosticBag diagnostics)
{
    private readonly List<string> _known = [];

    public MappingNode Mapping { get; } = mapping;

    public string Subject { get; } = subject;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    /// <summary>Whether an error was found.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What stands under the key, null when nothing does.</summary>
    public ConfigNode? Node(string name)
    {
        _known.Add(name);
        return Mapping[name] is { } node and not ScalarNode { IsNull: true } ? node : null;
    }

    public string? Text(string name) => Scalar(name, "a text") is { } scalar && Coercion.TryText(scalar, out var value) ? value : null;

    public bool? Flag(string name)
    {
        if (Scalar(name, "on or off") is not { } scalar)
            return null;
        if (Coercion.TryFlag(scalar, out var value))
            return value;
        WrongType(name, scalar, "on or off");
        return null;
    }

    public int? Integer(string name, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (Scalar(name, "a whole number") is not { } scalar)
            return null;
        if (!Coercion.TryInteger(scalar, out var value))
            WrongType(name, scalar, "a whole number");
        else if (value < minimum || value > maximum)
            Error(Rules.OutOfRange, scalar, $"'{name}' of {Subject} is {value}", $"it lies between {minimum} and {maximum}");
        else
            return (int)value;
        return null;
    }

    public double? Number(string name, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity)
    {
        if (Scalar(name, "a number") is not { } scalar)
            return null;
        if (!Coercion.TryNumber(scalar, out var value))
            WrongType(name, scalar, "a number");
        else if (!(value >= minimum && value <= maximum))
            Error(Rules.OutOfRange, scalar, $"'{name}' of {Subject} is {scalar.Text}", FormattableString.Invariant($"it lies between {minimum} and {maximum}"));
        else
            return value;
        return null;
    }

    public MappingNode? Map(string name)
    {
        var node = Node(name);
        if (node is not (null or MappingNode))
            WrongType(name, node, "a mapping");
        return node as MappingNode;
    }

    /// <summary>A list of texts; one text alone is a list of one.</summary>
    public IReadOnlyList<ScalarNode> Texts(string name)
    {
        var texts = new List<ScalarNode>();
        var node = Node(name);
        foreach (var item in node is SequenceNode list ? list.Items : node is null ? [] : [node])
        {
            if (item is ScalarNode { IsNull: false } scalar && Coercion.TryText(scalar, out var text))
                texts.Add(scalar.Kind == ScalarKind.String ? scalar : ScalarNode.Of(text, scalar.Location));
            else
                WrongType(name, item, "a text or a list of texts");
        }

        return texts;
    }

    /// <summary>Reports the key when it is absent.</summary>
    public FieldReader Require(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Mapping[name] is null or ScalarNode { IsNull: true })
                Error(Rules.MissingOption, Mapping, $"{Subject} has no '{name}'", $"add '{name}: …'");
        }

        return this;
    }

    /// <summary>Reports the keys that were not asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var entry in Mapping.Entries)
        {
            if (!_known.Contains(entry.Name))
                Error(Rules.UnknownOption, entry.Key, $"{Subject} has no key '{entry.Name}'", Hints.Nearest(Diagnostics, entry.Name, _known, $"it takes {string.Join(", ", _known)}"));
        }
    }

    public void WrongType(string name, ConfigNode node, string expected) =>
        Error(Rules.WrongType, node, $"'{name}' of {Subject} is {node.Describe()}", $"write {expected}");

    public void Error(Rule rule, ConfigNode at, string message, string advice = "")
    {
        HasFailed = true;
        Diagnostics.Error(rule, at, message, advice);
    }

    private ScalarNode? Scalar(string name, string expected)
    {
        var node = Node(name);
        if (node is not (null or ScalarNode))
            WrongType(name, node, expected);
        return node as ScalarNode;
    }
}
