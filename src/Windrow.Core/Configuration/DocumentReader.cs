using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Windrow.Core.Configuration;

/// <summary>Builds the nodes of one document from the events of the YAML parser.</summary>
internal sealed class DocumentReader(
    string text,
    string file,
    DiagnosticBag diagnostics,
    ConfigDialect dialect,
    ITextSubstitution? substitution,
    ConfigLimits limits,
    HashSet<int> shiftedLines)
{
    private const int MostSuggestions = 1000;

    // An anchor whose node is still being built stands for null: an alias to it would be recursive.
    private readonly Dictionary<string, ConfigNode?> _anchors = new(StringComparer.Ordinal);
    private readonly Scanner _scanner = new(new StringReader(text));
    private Parser _parser = null!;
    private readonly ScalarReader _scalars = new(diagnostics, dialect, substitution);
    private readonly MappingBuilder _mappings = new(diagnostics, dialect);
    private long _nodes;
    private int _openBrackets;

    /// <summary>After a reading that gave null: the line within brackets, and their number, that the parser finds indented too little.</summary>
    public (int Line, int Brackets)? Outdented { get; private set; }

    public ConfigNode? Read()
    {
        _parser = new Parser(_scanner);
        try
        {
            return ReadDocument();
        }
        catch (Refusal refusal)
        {
            diagnostics.Error(refusal.Rule, refusal.At, refusal.Message, refusal.Advice);
        }
        catch (YamlException e)
        {
            ReportSyntax(e);
        }
        catch (InvalidOperationException) when (_openBrackets > 0 && Outdented is null)
        {
            // Thus the parser meets a line within brackets that is no deeper than the block around it.
            Outdented = ((int)_scanner.CurrentPosition.Line, _openBrackets);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser throws other exceptions for some malformed texts; each is the fault of the text.
            diagnostics.Error(Rules.Syntax, At(_parser.Current?.Start ?? Mark.Empty), $"the text cannot be parsed ({e.Message.TrimEnd('.')})");
        }
        return null;
    }

    private ConfigNode? ReadDocument()
    {
        Advance();
        Advance();
        if (_parser.Current is StreamEnd)
            return ReportEmpty();
        Advance();
        if (_parser.Current is Scalar { Value.Length: 0, Style: ScalarStyle.Plain, Tag.IsEmpty: true })
            return ReportEmpty();
        var root = ReadNode(0);
        Advance();
        while (_parser.Current is DocumentStart start)
        {
            Advance();
            if (_parser.Current is not Scalar { Value.Length: 0, Style: ScalarStyle.Plain })
            {
                throw new Refusal(
                    Rules.SeveralDocuments, At(start.Start), "a second document starts here", "keep one document in each file");
            }
            Advance();
            Advance();
        }
        return root;
    }

    private ConfigNode? ReportEmpty()
    {
        diagnostics.Error(Rules.Empty, new SourceLocation(file, 1, 1), "the file holds nothing but white space and comments");
        return null;
    }

    /// <summary>Reads the node at the current event and leaves the parser at the event after it.</summary>
    private ConfigNode ReadNode(int depth, bool isKey = false)
    {
        var current = _parser.Current;
        Count(1, current!.Start);
        switch (current)
        {
            case AnchorAlias alias:
                Advance();
                return Resolve(alias, depth);
            case Scalar scalar:
                var node = _scalars.Read(scalar, isKey, At(scalar.Start));
                Advance();
                Remember(scalar.Anchor, node);
                return node;
            case SequenceStart sequence:
                Enter(sequence, depth);
                return Remember(sequence.Anchor, ReadSequence(sequence, depth));
            case MappingStart mapping:
                Enter(mapping, depth);
                return Remember(mapping.Anchor, ReadMapping(mapping, depth));
            default:
                throw new Refusal(Rules.Syntax, At(current.Start), "a value is missing here", "");
        }
    }

    private SequenceNode ReadSequence(SequenceStart start, int depth)
    {
        var at = At(start.Start);
        var tag = CoreTags.Check(start.Tag, CoreTags.Sequence, at, diagnostics, dialect);
        var items = new List<ConfigNode>();
        var brackets = start.Style == SequenceStyle.Flow ? 1 : 0;
        _openBrackets += brackets;
        Advance();
        while (_parser.Current is not SequenceEnd)
            items.Add(ReadNode(depth + 1));
        _openBrackets -= brackets;
        Advance();
        return new SequenceNode(items, at, tag);
    }

    private MappingNode ReadMapping(MappingStart start, int depth)
    {
        var at = At(start.Start);
        var tag = CoreTags.Check(start.Tag, CoreTags.Mapping, at, diagnostics, dialect);
        var entries = new List<ConfigEntry>();
        var hasMerge = false;
        var brackets = start.Style == MappingStyle.Flow ? 1 : 0;
        _openBrackets += brackets;
        Advance();
        while (_parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1, isKey: true);
            var value = ReadNode(depth + 1);
            if (key is ScalarNode name)
            {
                entries.Add(new ConfigEntry(name, value));
                hasMerge |= MappingBuilder.IsMerge(name);
            }
            else
            {
                diagnostics.Error(Rules.ComplexKey, key, $"{key.Describe()} cannot be a key", "write a name before the ':'");
            }
        }
        _openBrackets -= brackets;
        Advance();
        return _mappings.Build(entries, hasMerge, at, tag, merged => Count(merged, start.Start));
    }

    private ConfigNode Resolve(AnchorAlias alias, int depth)
    {
        var name = alias.Value.Value;
        var at = At(alias.Start);
        if (!_anchors.TryGetValue(name, out var node))
        {
            diagnostics.Error(Rules.UnknownAlias, at, $"there is no anchor '&{Short(name)}' before this alias", diagnostics.ErrorCount < diagnostics.Capacity ? Suggestion.Phrase(name, _anchors.Keys.Take(MostSuggestions)) : "");
            return new ScalarNode("", ScalarValue.Null, true, at);
        }
        if (node is null)
            throw new Refusal(Rules.RecursiveAlias, at, $"the alias '*{Short(name)}' stands within its own anchor", "write the content out");
        if (depth + node.Height > limits.MaxDepth)
            throw TooDeep(at);
        Count(node.Size - 1L, alias.Start);
        return node.SeenFrom(at);
    }

    private void Enter(NodeEvent collection, int depth)
    {
        if (depth >= limits.MaxDepth)
            throw TooDeep(At(collection.Start));
        if (!collection.Anchor.IsEmpty)
            _anchors[collection.Anchor.Value] = null;
    }

    private ConfigNode Remember(AnchorName anchor, ConfigNode node)
    {
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = node;
        return node;
    }

    private void Count(long nodes, Mark at)
    {
        _nodes += nodes;
        if (_nodes > limits.MaxNodes)
        {
            throw new Refusal(
                Rules.TooManyNodes, At(at), $"the file holds more than {limits.MaxNodes} nodes, aliases followed", "split the file, or use fewer aliases");
        }
    }

    private Refusal TooDeep(SourceLocation at) =>
        new(Rules.TooDeep, at, $"lists and mappings are nested more than {limits.MaxDepth} times", "");

    private void Advance()
    {
        if (!_parser.MoveNext())
            throw new Refusal(Rules.Syntax, At(_parser.Current?.End ?? Mark.Empty), "the text ends too early", "");
    }

    private void ReportSyntax(YamlException e)
    {
        var at = At(e.Start);
        var message = Lowered((e.InnerException as YamlException ?? e).Message);
        if (FirstTab(at.Line, (int)e.End.Line, message.Contains(" tab ", StringComparison.Ordinal)) is { } tab)
            diagnostics.Error(Rules.Tab, tab, "a tab stands in the indentation", "use spaces");
        else
            diagnostics.Error(Rules.Syntax, at, message);
    }

    // The parser names the start of what it was reading; the tab may stand some lines below.
    private SourceLocation? FirstTab(int first, int last, bool isAboutTabs)
    {
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            if (++line < first)
                continue;
            if (line > last && !isAboutTabs)
                return null;
            var indent = content.IndexOfAnyExcept(' ', '\t');
            var tab = content[..(indent < 0 ? content.Length : indent)].IndexOf('\t');
            if (tab >= 0)
                return new SourceLocation(file, line, tab + 1);
        }
        return null;
    }

    private static string Lowered(string message)
    {
        var sentence = message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return sentence.Length > 1 && char.IsLower(sentence[1]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : sentence;
    }

    private static string Short(string name) => name.Length <= 40 ? name : string.Concat(name.AsSpan(0, 37), "...");

    private SourceLocation At(Mark mark)
    {
        var line = (int)Math.Max(mark.Line, 1);
        var column = mark.Column - (shiftedLines.Contains(line) ? FlowIndentation.Shift : 0);
        return new SourceLocation(file, line, (int)Math.Max(column, 1));
    }

    /// <summary>Ends the reading of a document: what follows cannot be understood or must not be read.</summary>
    private sealed class Refusal(Rule rule, SourceLocation at, string message, string advice) : Exception(message)
    {
        public Rule Rule { get; } = rule;

        public SourceLocation At { get; } = at;

        public string Advice { get; } = advice;
    }
}
