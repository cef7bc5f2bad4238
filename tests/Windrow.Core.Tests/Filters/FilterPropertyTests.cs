using Windrow.Core.Configuration;
using Windrow.Core.Filters;
using Windrow.Core.Filters.Cql2;
using Windrow.Core.Filters.EcCodes;
using Windrow.Core.Filters.Multio;
using Windrow.Core.Messages;

namespace Windrow.Core.Tests.Filters;

/// <summary>Every notation's evaluation against a naive one that was written for it alone.</summary>
public sealed class FilterPropertyTests
{
    [Fact]
    public void Cql2_any_text_judges_as_the_reference() => Properties.Hold(3_000, random =>
    {
        var sample = RandomCql2.Next(random, 3);
        var filter = Cql2Parser.Parse(sample.Text);
        for (var i = 0; i < 20; i++)
        {
            var values = RandomMessage.Next(random);
            var metadata = RandomMessage.ToMetadata(values);
            var expected = sample.Evaluate(values) switch { true => Truth.True, false => Truth.False, null => Truth.Unknown };
            Judge(filter, metadata, expected, sample.Text);
        }
    });

    [Fact]
    public void EcCodes_any_condition_judges_as_the_reference() => Properties.Hold(3_000, random =>
    {
        var sample = RandomEcCodes.Next(random, 3);
        var filter = EcCodesParser.Parse(sample.Text);
        for (var i = 0; i < 20; i++)
        {
            var values = RandomMessage.Next(random);
            var metadata = RandomMessage.ToMetadata(values);
            var expected = sample.Judge(values) ? Truth.True : Truth.False;
            Judge(filter, metadata, expected, sample.Text);
        }
    });

    [Fact]
    public void Multio_any_condition_judges_as_the_reference() => Properties.Hold(3_000, random =>
    {
        var sample = RandomMultio.Next(random, 2);
        var filter = Multio(sample.Text);
        for (var i = 0; i < 20; i++)
        {
            var values = RandomMessage.Next(random);
            var metadata = RandomMessage.ToMetadata(values);
            var expected = sample.Judge(values) switch { true => Truth.True, false => Truth.False, null => Truth.Error };
            Judge(filter, metadata, expected, sample.Text);
        }
    });

    [Fact]
    public void Cql2_written_and_read_again_is_the_same_filter() => Properties.Hold(2_000, random =>
    {
        var first = Cql2Writer.Write(Cql2Parser.Parse(RandomCql2.Next(random, 3).Text)).Text.ShouldNotBeNull();
        Cql2Writer.Write(Cql2Parser.Parse(first)).Text.ShouldBe(first);
    });

    [Fact]
    public void EcCodes_written_and_read_again_is_the_same_filter() => Properties.Hold(2_000, random =>
    {
        var first = EcCodesWriter.Write(EcCodesParser.Parse(RandomEcCodes.Next(random, 3).Text)).Text.ShouldNotBeNull();
        EcCodesWriter.Write(EcCodesParser.Parse(first)).Text.ShouldBe(first);
    });

    [Fact]
    public void Multio_written_and_read_again_is_the_same_filter() => Properties.Hold(2_000, random =>
    {
        var first = MultioWriter.Write(Multio(RandomMultio.Next(random, 2).Text)).Text.ShouldNotBeNull();
        MultioWriter.Write(Multio(first)).Text.ShouldBe(first);
    });

    // Values have the types that the filters ask for: keys a and b hold whole numbers, c and d text.
    [Fact]
    public void Translation_into_any_notation_matches_the_same_messages() => Properties.Hold(4_000, random =>
    {
        var filter = RandomTyped(random, 3);
        Translation[] translations = [Cql2Writer.Write(filter), EcCodesWriter.Write(filter), MultioWriter.Write(filter)];
        translations[0].Text.ShouldNotBeNull(translations[0].Reason);
        translations[1].Text.ShouldNotBeNull(translations[1].Reason);
        Filter?[] read =
        [
            Cql2Parser.Parse(translations[0].Text!),
            EcCodesParser.Parse(translations[1].Text!),
            translations[2].Text is { } text ? Multio(text) : null,
        ];
        for (var i = 0; i < 20; i++)
        {
            var values = new Dictionary<string, object>();
            foreach (var key in RandomMessage.Keys.Where(_ => random.Next(4) > 0))
                values[key] = key is "a" or "b" ? (long)random.Next(3) : random.Pick("x", "y", "z");
            var metadata = RandomMessage.ToMetadata(values);
            for (var j = 0; j < read.Length; j++)
            {
                if (read[j] is { } same && same.Matches(metadata) != filter.Matches(metadata))
                    Assert.Fail($"{filter} as {translations[j].Text} for {metadata}");
            }
        }
    });

    private static void Judge(Filter filter, Metadata metadata, Truth expected, string text)
    {
        var (truth, explained) = (filter.Evaluate(metadata), filter.Explain(metadata).Truth);
        if (truth != expected || explained != expected)
            Assert.Fail($"{text} for {metadata} is {truth}, explained as {explained}, and should be {expected}");
    }

    internal static Filter Multio(string yaml)
    {
        var diagnostics = new DiagnosticBag();
        var node = ConfigReader.Read(yaml, "test.yaml", diagnostics);
        var filter = new MultioParser(diagnostics).Parse(node.ShouldNotBeNull());
        diagnostics.HasErrors.ShouldBeFalse(diagnostics.ToString());
        return filter.ShouldNotBeNull();
    }

    private static Filter RandomTyped(Random random, int depth)
    {
        if (depth > 0 && random.Next(4) > 0)
        {
            Filter[] items = [RandomTyped(random, depth - 1), RandomTyped(random, depth - 1)];
            return random.Next(3) switch { 0 => new And(items), 1 => new Or(items), _ => new Not(items[0]) };
        }

        var number = random.Next(3);
        var text = random.Pick("x", "y", "z");
        return random.Next(3) switch
        {
            0 => Multio(random.Pick($"match: {{ a: [{number}, 7] }}", $"match: {{ c: {text} }}", $"match: [ {{ d: [{text}] }}, {{ b: 1 }} ]", $"ignore: {{ c: [] }}", $"ignore: {{ d: {text} }}")),
            1 => EcCodesParser.Parse(random.Pick($"a == {number} or c is \"{text}\"", $"not b < {number}", $"a != 1 and not (c is \"x\" or b >= {number})", $"defined(d) and (d is \"{text}\" or a > 0)", $"c isnot \"{text}\" || 1 == 2")),
            _ => Cql2Parser.Parse(random.Pick($"a = {number}", $"c <> '{text}'", $"b between 1 and {number}", $"d in ('x', '{text}')", "a is null", $"not (c = '{text}' and b > 0)", "true")),
        };
    }
}
