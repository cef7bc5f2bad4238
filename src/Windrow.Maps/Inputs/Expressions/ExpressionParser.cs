using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>Reads statements: <c>name = value</c>, <c>name[mask] = value</c>, and the same with <c>+=</c> and its kind.</summary>
internal sealed partial class ExpressionParser
{
    /// <summary>Nested brackets, signs and powers; a scientist needs five.</summary>
    private const int MaxNesting = 100;

    /// <summary>Operators, functions and names altogether.</summary>
    private const int MaxNodes = 2000;

    private readonly List<Token> _tokens;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<bool> _isMask = [];
    private readonly Dictionary<float, int> _constants = [];
    private int _at;
    private int _nesting;
    private int _nodes;

    /// <summary>The mask of the statement that is read, as it is written.</summary>
    private string? _mask;

    public ExpressionParser(List<Token> tokens, IReadOnlyList<string> inputs)
    {
        _tokens = tokens;
        foreach (var input in inputs)
            Declare(input, isMask: false);
    }

    public List<Assignment> Assignments { get; } = [];

    public List<float> Constants { get; } = [];

    public int Variables => _isMask.Count;

    private Token Current => _tokens[_at];

    /// <exception cref="ExpressionException">The first fault.</exception>
    public void Read()
    {
        while (Current.Kind != TokenKind.End)
        {
            if (Current.Kind == TokenKind.Separator)
                _at++;
            else
                ReadStatement();
        }
    }

    /// <exception cref="ExpressionException">There is no such variable.</exception>
    public int ResultSlot(string name)
    {
        var end = _tokens[^1];
        if (Assignments.Count == 0)
            throw end.Error($"there is no statement; write {name} = …");
        return _slots.TryGetValue(name, out var slot) ? slot : throw end.Error($"nothing is assigned to '{name}', the name of the input; write {name} = …");
    }

    private void ReadStatement()
    {
        var target = Current;
        if (target.Kind != TokenKind.Name)
            throw target.Error($"a statement begins with the name that gets a value, not with {target.Shown}; write name = …");
        RefuseWord(target);
        _at++;
        ExpressionNode? mask = null;
        _mask = null;
        if (Current.Is("["))
        {
            if (!_slots.ContainsKey(target.Text))
                throw Unknown(target);
            (mask, _mask) = ReadIndex();
        }

        var assign = Current;
        _at++;
        var value = assign switch
        {
            { Kind: TokenKind.Symbol, Text: "=" } => ReadExpression(),
            { Kind: TokenKind.Symbol, Text: "+=" or "-=" or "*=" or "/=" or "%=" or "**=" or "//=" } => Combined(target, assign),
            _ => throw assign.Error($"an '=' is expected behind '{target.Text}', not {assign.Shown}; a statement is name = …"),
        };
        if (Current.Is("="))
            throw Current.Error("a statement has one '='; to compare write '=='");
        if (Current.Kind is not (TokenKind.Separator or TokenKind.End))
            throw Current.Error($"{Current.Shown} does not belong here; an operator or the end of the statement is expected");
        Assignments.Add(new Assignment(Declare(target.Text, mask is null && value.IsMask), mask, value));
    }

    private ExpressionNode Combined(Token target, Token assign)
    {
        if (!_slots.TryGetValue(target.Text, out var slot))
            throw Unknown(target);
        var symbol = assign with { Text = assign.Text[..^1] };
        OperatorTable.TryFind(symbol, out _, out var operation);
        return Node(operation, [new VariableNode(slot, _isMask[slot]), ReadExpression()], assign);
    }

    /// <summary>Reads <c>[mask]</c>.</summary>
    private (ExpressionNode Mask, string Text) ReadIndex()
    {
        var open = Current;
        var first = ++_at;
        var mask = ReadExpression();
        var text = string.Join(' ', _tokens.Skip(first).Take(_at - first).Select(static token => token.Text));
        Expect("]", open);
        return mask.IsMask ? (mask, text) : throw _tokens[first].Error("what stands in the brackets has to be a comparison, such as x[x < 0] = 0");
    }

    private int Declare(string name, bool isMask)
    {
        if (!_slots.TryGetValue(name, out var slot))
        {
            _slots.Add(name, slot = _isMask.Count);
            _isMask.Add(isMask);
        }

        _isMask[slot] = isMask;
        return slot;
    }

    private void Expect(string symbol, Token open)
    {
        if (!Current.Is(symbol))
            throw Current.Error(string.Create(CultureInfo.InvariantCulture, $"'{symbol}' is missing before {Current.Shown}; the '{open.Text}' is at line {open.Line}, column {open.Column}"));
        _at++;
    }

    private ExpressionException Unknown(Token name) => name.Error(
        $"'{name.Text}' has no value{Suggestion.Clause(name.Text, _slots.Keys.Concat(FunctionTable.Names))}"
        + (_slots.Count > 0 ? $" (known are {string.Join(", ", _slots.Keys)})" : ""));

    private static void RefuseWord(Token name)
    {
        var instead = name.Text switch
        {
            "and" => "write & between comparisons in parentheses: (a < b) & (c < d)",
            "or" => "write | between comparisons in parentheses: (a < b) | (c < d)",
            "not" => "write ~ before a comparison in parentheses: ~(a < b)",
            "if" or "else" => "write where(condition, value, other)",
            "min" => "write minimum(a, b)",
            "max" => "write maximum(a, b)",
            "import" or "for" or "while" or "def" or "lambda" or "in" or "is" or "exec" or "eval" => "only assignments, arithmetic and functions of one point are possible",
            _ => null,
        };
        if (instead is not null)
            throw name.Error($"'{name.Text}' is no part of expressions; {instead}");
    }
}
