using System.Globalization;
using Windrow.Core.Filters.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters.EcCodes;

/// <summary>
/// Reads the conditions of ecCodes' <c>grib_filter</c>, as arkimaps recipes hold them under <c>eccodes:</c>.
/// From loose to tight: <c>or ||</c>, <c>and &amp;&amp;</c>, <c>not !</c>, then <c>== != &lt; &lt;= &gt; &gt;=</c> for numbers and
/// <c>is isnot</c> for text; also parentheses and <c>defined(key)</c>. A key alone is true when it is not 0.
/// </summary>
public static class EcCodesParser
{
    /// <param name="text">The condition.</param>
    /// <param name="start">Where its first character stands.</param>
    /// <exception cref="FilterSyntaxException">The text is not a condition.</exception>
    public static EcCodesCondition Parse(string text, FilterSource start = default) => new Reading(text, start).Parse();

    // Either a condition or a value; parentheses may hold both.
    private readonly record struct Part(Filter? Filter, EcCodesValue? Value, Token Token);

    private sealed class Reading(string text, FilterSource start) : TokenReader(text, start)
    {
        public EcCodesCondition Parse()
        {
            Begin();
            var item = Condition(Or());
            if (Current.Kind != TokenKind.End)
                throw Expected("'and', 'or' or the end of the condition", Hint());
            return new EcCodesCondition(item, From(0));
        }

        protected override Token Read(int offset) => EcCodesLexer.Read(Text, SkipSpace(offset), SkipExponent, Error);

        private Part Or()
        {
            var first = And();
            if (!IsWord("or", "||"))
                return first;
            List<Filter> items = [Condition(first)];
            while (IsWord("or", "||"))
            {
                Advance();
                items.Add(Condition(And()));
            }

            return new(new Or([.. items], From(first.Token.Offset)), null, first.Token);
        }

        private Part And()
        {
            var first = Unary();
            if (!IsWord("and", "&&"))
                return first;
            List<Filter> items = [Condition(first)];
            while (IsWord("and", "&&"))
            {
                Advance();
                items.Add(Condition(Unary()));
            }

            return new(new And([.. items], From(first.Token.Offset)), null, first.Token);
        }

        private Part Unary()
        {
            if (!IsWord("not", "!"))
                return Comparison();
            Enter();
            var word = Advance();
            var item = Condition(Unary());
            Leave();
            return new(new Not(item, From(word.Offset)), null, word);
        }

        private Part Comparison()
        {
            var left = Primary();
            if (EcCodesLexer.Operator(Current) is { } op)
            {
                var symbol = Advance();
                var right = Primary();
                var filter = new NumericComparison(Number(left, symbol), op, Number(right, symbol), From(left.Token.Offset));
                RefuseChain();
                return new(filter, null, left.Token);
            }

            if (!IsWord("is", null) && !IsWord("isnot", null))
                return left;
            var word = Advance();
            var other = Primary();
            var comparison = new TextComparison(TextOf(left, word), word.Text == "isnot", TextOf(other, word), From(left.Token.Offset));
            RefuseChain();
            return new(comparison, null, left.Token);
        }

        private Part Primary()
        {
            if (Current.IsSymbol("("))
            {
                Enter();
                var open = Advance();
                var inner = Or();
                Expect(")", "to close the parenthesis");
                Leave();
                return inner with { Token = open };
            }

            if (Current.Kind is TokenKind.End or TokenKind.Symbol || EcCodesLexer.Keywords.Contains(Current.Text))
                throw Expected("a key, a number or a text in double quotes", Hint());
            var token = Advance();
            if (token.Kind == TokenKind.Text)
                return new(null, EcCodesValue.Of(token.Text, From(token.Offset)), token);
            if (token.Kind == TokenKind.Number)
                return new(null, EcCodesValue.Of(double.Parse(token.Text, CultureInfo.InvariantCulture), From(token.Offset)), token);
            return Current.IsSymbol("(") ? Function(token) : new(null, Key(token), token);
        }

        private Part Function(Token name)
        {
            if (name.Text != "defined")
                throw Error(name, $"the function '{name.Text}' is not supported", "only defined(key) is");
            Advance();
            if (Current.Kind != TokenKind.Word)
                throw Expected("a key");
            var token = Advance();
            var key = Key(token).Key!;
            Expect(")", "behind the key");
            return new(new Defined(key, From(name.Offset)), null, name);
        }

        private EcCodesValue Key(Token token)
        {
            // A suffix asks for a type; here the operator does, so that it only has to agree.
            var colon = token.Text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                return EcCodesValue.OfKey(MetadataKey.Of(token.Text), From(token.Offset));
            if (colon == 0 || token.Text[colon..] is not (":i" or ":l" or ":d" or ":s"))
                throw Error(token, $"'{token.Text}' is not a key", "a key may end in :i, :l, :d or :s");
            return EcCodesValue.OfKey(MetadataKey.Of(token.Text[..colon]), From(token.Offset));
        }

        private Filter Condition(Part part)
        {
            if (part.Filter is not null)
                return part.Filter;
            if (part.Value!.Text is not null)
                throw Error(part.Token, "a text alone is no condition", "compare it with a key: key is \"text\"");
            // grib_filter cuts a lone real to its whole part before it looks whether it is 0.
            var value = part.Value.Key is null ? EcCodesValue.Of(Math.Truncate(part.Value.Number), part.Value.Source) : part.Value;
            return new NumericComparison(value, ComparisonOperator.NotEqual, EcCodesValue.Of(0), part.Value.Source);
        }

        private EcCodesValue Number(Part part, Token op)
        {
            if (part.Value is null)
                throw Error(part.Token, $"'{op.Text}' compares numbers, not conditions");
            if (part.Value.Text is not null || part.Token.Text.EndsWith(":s", StringComparison.Ordinal))
                throw Error(part.Token, $"'{op.Text}' compares numbers, not text", "use 'is' for text");
            return part.Value;
        }

        private EcCodesValue TextOf(Part part, Token op)
        {
            if (part.Value is null)
                throw Error(part.Token, $"'{op.Text}' compares text, not conditions");
            if (part.Value.Key is null && part.Value.Text is null)
                throw Error(part.Token, $"'{op.Text}' compares text, not numbers", $"write \"{part.Token.Text}\", or use '==' for numbers");
            if (part.Token.Text.Length > 2 && part.Value.Key is not null && part.Token.Text[^2] == ':' && part.Token.Text[^1] != 's')
                throw Error(part.Token, $"'{op.Text}' compares text, '{part.Token.Text}' is a number", "use '==' for numbers");
            return part.Value;
        }

        private void RefuseChain()
        {
            if (EcCodesLexer.Operator(Current) is not null || IsWord("is", null) || IsWord("isnot", null))
                throw Expected("'and', 'or' or the end of the condition", "comparisons do not chain: join two of them by 'and'");
        }

        private bool IsWord(string word, string? symbol) =>
            Current.Kind == TokenKind.Word ? Current.Text == word : symbol is not null && Current.IsSymbol(symbol);

        private string Hint() => Current switch
        {
            { Kind: TokenKind.Symbol, Text: "=" } => "write '==' for numbers and 'is' for text",
            { Kind: TokenKind.Symbol, Text: "+" or "-" or "*" or "/" or "%" or "^" } => "arithmetic is not supported in conditions",
            { Kind: TokenKind.Word } when EcCodesLexer.Keywords.Contains(Current.Text.ToLowerInvariant()) && !EcCodesLexer.Keywords.Contains(Current.Text) =>
                $"did you mean '{Current.Text.ToLowerInvariant()}'?",
            { Kind: TokenKind.Word, Text: "eq" or "equals" } => "did you mean '==' or 'is'?",
            _ => "",
        };
    }
}
