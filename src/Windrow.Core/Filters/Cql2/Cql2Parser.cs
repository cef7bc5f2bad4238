using System.Globalization;
using Windrow.Core.Filters.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters.Cql2;

/// <summary>
/// Reads CQL2 text (OGC 21-065r2): <c>or</c>, <c>and</c>, <c>not</c>, comparison, <c>between</c>, <c>in</c>, <c>like</c>,
/// <c>is null</c>, arithmetic, booleans, numbers, <c>'text'</c>, <c>"names"</c>, <c>TIMESTAMP('…')</c>, <c>DATE('…')</c>, and the
/// function <c>count(list, 'pattern')</c>.
/// Keywords in any case. Spatial, temporal and array functions belong to the catalogue.
/// </summary>
public static class Cql2Parser
{
    /// <param name="text">The filter.</param>
    /// <param name="start">Where its first character stands.</param>
    /// <exception cref="FilterSyntaxException">The text is not CQL2, or goes beyond the part that is understood here.</exception>
    public static Filter Parse(string text, FilterSource start = default) => new Reading(text, start).Parse();

    // Either a condition or an expression; parentheses may hold both.
    private readonly record struct Part(Filter? Filter, Expression? Expression, int Offset);

    private sealed class Reading(string text, FilterSource start) : TokenReader(text, start)
    {
        private const int MaximumTerms = 200;
        private const int LongestPattern = 1_000;

        public Filter Parse()
        {
            Begin();
            var filter = Condition(Or());
            return Current.Kind == TokenKind.End ? filter : throw Expected("'and', 'or' or the end of the filter", Hint());
        }

        protected override Token Read(int offset) => Cql2Lexer.Read(Text, SkipSpace(offset), SkipDigits, SkipExponent, Error);

        private Part Or()
        {
            var first = And();
            if (!IsWord("or"))
                return first;
            List<Filter> items = [Condition(first)];
            while (TakeWord("or"))
                items.Add(Condition(And()));
            return new(new Or([.. items], From(first.Offset)), null, first.Offset);
        }

        private Part And()
        {
            var first = Unary();
            if (!IsWord("and"))
                return first;
            List<Filter> items = [Condition(first)];
            while (TakeWord("and"))
                items.Add(Condition(Unary()));
            return new(new And([.. items], From(first.Offset)), null, first.Offset);
        }

        private Part Unary()
        {
            if (!IsWord("not"))
                return Predicate();
            Enter();
            var offset = Advance().Offset;
            var item = Condition(Unary());
            Leave();
            return new(new Not(item, From(offset)), null, offset);
        }

        private Part Predicate()
        {
            var left = Sum();
            if (left.Filter is not null)
                return left;
            var offset = left.Offset;
            if (Operator() is { } op)
            {
                Advance();
                var right = Value(Sum());
                return new(new Comparison(left.Expression!, op, right, From(offset)), null, offset);
            }

            if (TakeWord("is"))
            {
                var isNot = TakeWord("not");
                if (!TakeWord("null"))
                    throw Expected("'null'", "the values themselves are compared with '='");
                return Negated(new IsNull(left.Expression!, From(offset)), isNot, offset);
            }

            var negated = TakeWord("not");
            if (TakeWord("between"))
                return Negated(Between(left.Expression!, offset), negated, offset);
            if (TakeWord("in"))
                return Negated(List(left.Expression!, offset), negated, offset);
            if (TakeWord("like"))
                return Negated(Like(left.Expression!, offset), negated, offset);
            return negated ? throw Expected("'between', 'in' or 'like'") : left;
        }

        private Part Negated(Filter filter, bool negated, int offset) =>
            new(negated ? new Not(filter, From(offset)) : filter, null, offset);

        private Between Between(Expression operand, int offset)
        {
            var low = Value(Sum());
            if (!TakeWord("and"))
                throw Expected("'and' and the upper bound");
            return new Between(operand, low, Value(Sum()), From(offset));
        }

        private Like Like(Expression operand, int offset)
        {
            var pattern = Pattern();
            return new Like(operand, pattern, From(offset));
        }

        private LikePattern Pattern()
        {
            if (Current.Kind != TokenKind.Text)
                throw Expected("a pattern in single quotes", "% stands for any text, _ for one character");
            if (Current.Length > LongestPattern)
                throw Expected($"a pattern of {LongestPattern} characters at most");
            return new LikePattern(Advance().Text);
        }

        private Filter List(Expression operand, int offset)
        {
            Expect("(", "before the list of values");
            List<Expression> items = [];
            do
                items.Add(Value(Sum()));
            while (TakeSymbol(","));
            Expect(")", "behind the list of values");
            if (operand is not Literal { IsDate: true } && items.TrueForAll(static item => item is Literal { IsDate: false }))
                return new In(operand, [.. items.Select(static item => ((Literal)item).Value)], From(offset));
            var source = From(offset);
            Filter[] alternatives = [.. items.Select(item => new Comparison(operand, ComparisonOperator.Equal, item, source))];
            return alternatives.Length == 1 ? alternatives[0] : new Or(alternatives, source);
        }

        private Part Sum()
        {
            var left = Product();
            while (Current.IsSymbol("+") || Current.IsSymbol("-"))
            {
                var op = Advance().Text == "+" ? ArithmeticOperator.Add : ArithmeticOperator.Subtract;
                left = Calculated(left, op, Product());
            }

            return left;
        }

        private Part Product()
        {
            var left = Power();
            while (ProductOperator() is { } op)
            {
                Advance();
                left = Calculated(left, op, Power());
            }

            return left;
        }

        private Part Power()
        {
            var left = Factor();
            return TakeSymbol("^") ? Calculated(left, ArithmeticOperator.Power, Factor()) : left;
        }

        private Part Calculated(Part left, ArithmeticOperator op, Part right)
        {
            var (a, b) = (Value(left), Value(right));
            if (Math.Max(a.Depth, b.Depth) >= MaximumTerms)
                throw Expected("fewer terms", $"an expression may have {MaximumTerms} levels");
            return new(null, new Arithmetic(a, op, b, From(left.Offset)), left.Offset);
        }

        private Part Factor()
        {
            if (!Current.IsSymbol("-"))
                return Primary();
            Enter();
            var minus = Advance();
            Part part;
            if (Current.Kind == TokenKind.Number)
            {
                var number = Advance();
                part = new(null, new Literal(Number("-" + number.Text), From(minus.Offset)), minus.Offset);
            }
            else
            {
                part = Calculated(new(null, new Literal(-1L), minus.Offset), ArithmeticOperator.Multiply, Factor());
            }

            Leave();
            return part;
        }

        private Part Primary()
        {
            var offset = Current.Offset;
            if (Current.IsSymbol("("))
            {
                Enter();
                Advance();
                var inner = Or();
                Expect(")", "to close the parenthesis");
                Leave();
                return inner with { Offset = offset };
            }

            if (Current.Kind is TokenKind.End or TokenKind.Symbol)
                throw Expected("a value or a condition", Hint());
            var token = Advance();
            return token.Kind switch
            {
                TokenKind.Number => new(null, new Literal(Number(token.Text), From(offset)), offset),
                TokenKind.Text => new(null, new Literal(token.Text, From(offset)), offset),
                TokenKind.QuotedName when token.Text.Length == 0 => throw Error(token, "a name cannot be empty"),
                TokenKind.QuotedName => new(null, new Property(token.Text, From(offset)), offset),
                _ => Word(token),
            };
        }

        private Part Word(Token word)
        {
            if (Is(word, "true") || Is(word, "false"))
                return new(null, new Literal(Is(word, "true"), From(word.Offset)), word.Offset);
            if (Is(word, "timestamp") || Is(word, "date"))
                return new(null, Time(word), word.Offset);
            if (Current.IsSymbol("(") && Is(word, "count"))
                return new(null, Count(word), word.Offset);
            if (Current.IsSymbol("("))
                throw Error(word, $"the function {word.Text} is not available here", "spatial, temporal, array and text functions come with the catalogue");
            if (Cql2Names.Reserved.Contains(word.Text))
                throw Error(word, $"expected a value or a condition, found the keyword '{word.Text}'", $"a key of that name is written \"{word.Text}\"");
            return new(null, new Property(word.Text, From(word.Offset)), word.Offset);
        }

        private Count Count(Token word)
        {
            Expect("(", $"behind {word.Text}");
            if (Current.Kind != TokenKind.QuotedName && (Current.Kind != TokenKind.Word || Cql2Names.Reserved.Contains(Current.Text)) || Current.Text.Length == 0)
                throw Expected("the name of a list", "write count(files), or count(files.filename, '%.bin')");
            var list = Advance().Text;
            var pattern = TakeSymbol(",") ? Pattern() : null;
            Expect(")", "behind what is counted");
            return new Count(list, pattern, From(word.Offset));
        }

        private Literal Time(Token word)
        {
            var isDate = Is(word, "date");
            Expect("(", $"behind {word.Text}");
            if (Current.Kind != TokenKind.Text)
                throw Expected("a time in single quotes");
            var text = Advance();
            var isPlainDate = text.Text.Length == 10;
            if (!TimeText.TryParse(text.Text, out var time) || isPlainDate != isDate || (!isDate && !text.Text.EndsWith('Z')))
                throw Error(text, $"'{text.Text}' is not a {(isDate ? "date" : "time in UTC")}", isDate ? "write DATE('2026-11-20')" : "write TIMESTAMP('2026-11-20T06:00:00Z')");
            Expect(")", "behind the time");
            return new Literal(time, From(word.Offset), isDate);
        }

        private static MetadataValue Number(string text)
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
                return integer;
            return double.Parse(text, CultureInfo.InvariantCulture);
        }

        private Filter Condition(Part part)
        {
            if (part.Filter is not null)
                return part.Filter;
            if (part.Expression is Literal literal && literal.Value.TryGetBool(out var value))
                return new Constant(value, literal.Source);
            var advice = part.Expression is Property property ? $"a boolean is written {property} = true" : "";
            throw Expected(Current.Kind == TokenKind.End || Current.IsSymbol(")") ? "a comparison" : "'=', 'between', 'in', 'like' or 'is null'", Hint() is { Length: > 0 } hint ? hint : advice);
        }

        private Expression Value(Part part) => part.Expression
            ?? throw Error(part.Offset, Math.Max(0, Current.Offset - part.Offset), "a condition stands where a value is expected", "compare values, and join conditions by 'and' and 'or'");

        private ComparisonOperator? Operator() => Current.Kind != TokenKind.Symbol
            ? null
            : Current.Text switch
            {
                "=" => ComparisonOperator.Equal,
                "<>" => ComparisonOperator.NotEqual,
                "<" => ComparisonOperator.Less,
                "<=" => ComparisonOperator.LessOrEqual,
                ">" => ComparisonOperator.Greater,
                ">=" => ComparisonOperator.GreaterOrEqual,
                _ => null,
            };

        private ArithmeticOperator? ProductOperator() => Current switch
        {
            { Kind: TokenKind.Symbol, Text: "*" } => ArithmeticOperator.Multiply,
            { Kind: TokenKind.Symbol, Text: "/" } => ArithmeticOperator.Divide,
            { Kind: TokenKind.Symbol, Text: "%" } => ArithmeticOperator.Remainder,
            { Kind: TokenKind.Word } when Is(Current, "div") => ArithmeticOperator.IntegerDivide,
            _ => null,
        };

        private bool IsWord(string word) => Current.Kind == TokenKind.Word && Is(Current, word);

        private static bool Is(Token token, string word) => string.Equals(token.Text, word, StringComparison.OrdinalIgnoreCase);

        private bool TakeWord(string word)
        {
            if (!IsWord(word))
                return false;
            Advance();
            return true;
        }

        private string Hint() => Current switch
        {
            { Kind: TokenKind.Symbol, Text: "==" } => "write '='",
            { Kind: TokenKind.Symbol, Text: "!=" } => "write '<>'",
            { Kind: TokenKind.Symbol, Text: "^" } => "powers do not chain: use parentheses",
            _ => "",
        };
    }
}
