using System.Globalization;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>Values, with Python's precedence: comparisons, |, ^, &amp;, sums, products, signs, powers.</summary>
internal sealed partial class ExpressionParser
{
    private ExpressionNode ReadExpression() => ReadBinary(OperatorTable.Comparison);

    private ExpressionNode ReadBinary(int loosest)
    {
        Enter();
        var left = ReadUnary();
        var compared = false;
        while (OperatorTable.TryFind(Current, out var tightness, out var operation) && tightness >= loosest && tightness < OperatorTable.Unary)
        {
            var symbol = Current;
            if (tightness == OperatorTable.Comparison && compared)
                throw symbol.Error("comparisons cannot be chained; write (a < b) & (b < c)");
            compared |= tightness == OperatorTable.Comparison;
            _at++;
            left = Node(operation, [left, ReadBinary(tightness + 1)], symbol);
        }

        _nesting--;
        return left;
    }

    private ExpressionNode ReadUnary()
    {
        var sign = Current;
        if (!sign.Is("-") && !sign.Is("+") && !sign.Is("~"))
            return ReadPower();
        Enter();
        _at++;
        var operation = sign.Text switch { "-" => OperatorTable.Negative, "+" => OperatorTable.Positive, _ => OperatorTable.Inverse };
        var value = Node(operation, [ReadUnary()], sign);
        _nesting--;
        return value;
    }

    private ExpressionNode ReadPower()
    {
        var value = ReadPrimary();
        var symbol = Current;
        if (!symbol.Is("**"))
            return value;
        Enter();
        _at++;
        var exponent = ReadUnary();
        _nesting--;
        OperatorTable.TryFind(symbol, out _, out var general);
        return value is not ConstantNode && exponent is ConstantNode constant && OperatorTable.ConstantPower(constant.Value) is { } power
            ? Node(power, [value], symbol)
            : Node(general, [value, exponent], symbol);
    }

    private ExpressionNode ReadPrimary()
    {
        var token = Current;
        _at++;
        if (token.Kind == TokenKind.Number)
            return Constant((float)token.Value, token);
        if (token.Is("("))
        {
            var value = ReadExpression();
            Expect(")", token);
            return value;
        }

        if (token.Kind != TokenKind.Name)
        {
            _at--;
            throw token.Error($"a value is expected before {token.Shown}");
        }

        if (token.Text is "np" or "numpy" && Current.Is("."))
        {
            _at++;
            token = Current;
            if (token.Kind != TokenKind.Name)
                throw token.Error($"the name of a function is expected behind the dot, not {token.Shown}");
            _at++;
            return Current.Is("(") ? ReadCall(token) : Named(token);
        }

        if (_slots.TryGetValue(token.Text, out var slot))
            return ReadVariable(token, slot);
        if (Current.Is("("))
            return ReadCall(token);
        return Named(token);
    }

    private VariableNode ReadVariable(Token name, int slot)
    {
        if (Current.Is("("))
            throw Current.Error($"'{name.Text}' is a value and cannot be called; is a '*' missing?");
        if (Current.Is("."))
            throw Current.Error("values have no members; write the function first, as in sqrt(x)");
        if (Current.Is("["))
        {
            var open = Current;
            var (_, text) = ReadIndex();
            if (text != _mask)
                throw open.Error("a mask can stand on the right only when the same one stands on the left: x[m] = y[m]; else write where(condition, value, other)");
        }

        Count(name);
        return new VariableNode(slot, _isMask[slot]);
    }

    private ExpressionNode ReadCall(Token name)
    {
        RefuseWord(name);
        var operation = FunctionTable.Find(name.Text)
            ?? throw name.Error($"there is no function '{name.Text}'{Core.Configuration.Suggestion.Clause(name.Text, FunctionTable.Names)}");
        var open = Current;
        _at++;
        var operands = new List<ExpressionNode>(3);
        while (!Current.Is(")"))
        {
            if (operands.Count > 0)
                Expect(",", open);
            operands.Add(ReadExpression());
        }

        _at++;
        return operands.Count == operation.Operands
            ? Node(operation, [.. operands], name)
            : throw name.Error(string.Create(CultureInfo.InvariantCulture, $"{name.Text} takes {operation.Operands} values, and {operands.Count} are given"));
    }

    private ExpressionNode Named(Token name)
    {
        RefuseWord(name);
        return name.Text switch
        {
            "pi" => Constant(MathF.PI, name),
            "e" => Constant(MathF.E, name),
            "nan" => Constant(float.NaN, name),
            _ when FunctionTable.Find(name.Text) is not null => throw name.Error($"'{name.Text}' is a function; write {name.Text}(…)"),
            _ => throw Unknown(name),
        };
    }

    private ExpressionNode Node(ElementOperation operation, ExpressionNode[] operands, Token symbol)
    {
        for (var i = 0; i < operation.Masks; i++)
        {
            if (!operands[i].IsMask)
                throw symbol.Error($"'{symbol.Text}' wants a comparison; put each one in parentheses, as in (a < b) & (c < d)");
        }

        if (operands.All(static operand => operand is ConstantNode) && !operation.GivesMask)
        {
            var values = operands.Select(static operand => ((ConstantNode)operand).Value).ToArray();
            var value = operation.Apply(values[0], values.ElementAtOrDefault(1), values.ElementAtOrDefault(2));
            return float.IsFinite(value) || values.Any(float.IsNaN)
                ? Constant(value, symbol)
                : throw symbol.Error($"the result of '{symbol.Text}' is no finite number in single precision, which ends at 3.4e38");
        }

        Count(symbol);
        return new OperationNode(operation, operands);
    }

    private ConstantNode Constant(float value, Token token)
    {
        Count(token);
        if (!_constants.TryGetValue(value, out var index))
        {
            _constants.Add(value, index = Constants.Count);
            Constants.Add(value);
        }

        return new ConstantNode(value, index);
    }

    private void Count(Token token)
    {
        if (++_nodes > MaxNodes)
            throw token.Error(string.Create(CultureInfo.InvariantCulture, $"the expression is too long: it has more than {MaxNodes} values and operators"));
    }

    private void Enter()
    {
        if (++_nesting > MaxNesting)
            throw Current.Error(string.Create(CultureInfo.InvariantCulture, $"brackets, signs and powers are nested deeper than {MaxNesting}"));
    }
}
