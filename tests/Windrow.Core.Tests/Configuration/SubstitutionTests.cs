using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class SubstitutionTests
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["HOME"] = "/home/me",
        ["PORT"] = "8080",
        ["EMPTY"] = "",
        ["NESTED"] = "${HOME}",
        ["INJECT"] = "x]\n- !!python/name:os.system",
        ["WINDROW_SECRET_API_KEY"] = "from-environment",
    };

    [Theory]
    [InlineData("${HOME}/data", "/home/me/data")]
    [InlineData("${NONE:-fallback}", "fallback")]
    [InlineData("${EMPTY:-fallback}", "fallback")]
    [InlineData("${NONE:-}", "")]
    [InlineData("[${EMPTY}]", "[]")]
    [InlineData("$${HOME}", "${HOME}")]
    [InlineData("$$${HOME}", "$${HOME}")]
    [InlineData("$HOME $ {HOME} 5$", "$HOME $ {HOME} 5$")]
    [InlineData("${NESTED}", "${HOME}")]
    [InlineData("{HOME} {~}", "{HOME} {~}")]
    public void Native_placeholders_are_replaced(string text, string expected) => Native($"x: '{text}'", out _).Text.ShouldBe(expected);

    [Fact]
    public void Variable_in_a_plain_scalar_is_resolved_and_in_quotes_is_text()
    {
        Native("x: ${PORT}", out _).AsInt64.ShouldBe(8080);
        Native("x: '${PORT}'", out _).AsString.ShouldBe("8080");
    }

    [Fact]
    public void Variable_never_changes_the_structure() => Native("x: ${INJECT}", out _).Text.ShouldBe(Environment["INJECT"]);

    [Theory]
    [InlineData("${NONE}", "error WR1019: the variable NONE is not set; set it, or write ${NONE:-default}")]
    [InlineData("${HOME", "error WR1018: '${' has no closing '}'; close it, or write $${ for the characters themselves")]
    [InlineData("${", "error WR1018: '${' has no closing '}'")]
    [InlineData("${}", "error WR1018: '${}' is no substitution; write ${NAME}")]
    [InlineData("${A B}", "error WR1018: '${A B}' is no substitution; write ${NAME}")]
    [InlineData("${A:-${HOME}}", "error WR1018: '${A:-${HOME}' is no substitution; write ${NAME}")]
    [InlineData("${secret:none}", "error WR1020: the secret 'none' is not known; put it into the credentials directory under that name, or set WINDROW_SECRET_NONE")]
    [InlineData("${secret:../etc/passwd}", "error WR1018: '../etc/passwd' is no name of a secret; use letters")]
    public void Placeholder_that_cannot_be_replaced_is_an_error(string text, string start)
    {
        Native($"x: '{text}'", out var diagnostics);
        diagnostics.Sorted.ShouldHaveSingleItem().ToString().ShouldStartWith("f.yaml:1:4: " + start);
    }

    [Theory]
    [InlineData("${secret:db}", "s3cret")]
    [InlineData("amqp://u:${secret:db}@${HOME}$${", "amqp://u:s3cret@/home/me${")]
    [InlineData("${secret:api-key}", "from-environment")]
    public void Secret_is_revealed_on_demand_only(string text, string whole)
    {
        var scalar = Native($"x: {text}", out var diagnostics);

        diagnostics.ToString().ShouldBe("");
        scalar.Secret!.Reveal().ShouldBe(whole);
        var shown = scalar.Text + scalar + scalar.Describe() + scalar.Secret + scalar.AsString;
        shown.ShouldNotContain("s3cret");
        shown.ShouldNotContain("from-environment");
        shown.ShouldContain("${secret:");
    }

    [Fact]
    public void Secret_that_is_shown_can_be_read_again()
    {
        var scalar = Native("x: a$${b${secret:db}", out _);

        scalar.ToString().ShouldBe("\"a$${b${secret:db}\"\n");
        Native($"x: {scalar}", out _).Secret!.Reveal().ShouldBe("a${bs3cret");
    }

    [Fact]
    public void Keys_are_not_touched() =>
        ConfigReader.Read("${NONE}: 1", "f.yaml", new DiagnosticBag(), substitution: new NativeSubstitution(_ => null, Secrets))
            .ShouldBeOfType<MappingNode>().Entries[0].Name.ShouldBe("${NONE}");

    [Theory]
    [InlineData("{~}plans/a.yaml", "/etc/multio/plans/a.yaml")]
    [InlineData("{HOME}/{PORT}", "/home/me/8080")]
    [InlineData("{NONE}/{EMPTY}/{}", "{NONE}/{EMPTY}/{}")]
    [InlineData("{HOME", "{HOME")]
    [InlineData("{{HOME}}", "{{HOME}}")]
    [InlineData("~/x ${HOME}", "~/x $/home/me")]
    public void Multio_placeholders_are_replaced_in_one_pass(string text, string expected)
    {
        foreach (var directory in new[] { "/etc/multio", "/etc/multio/" })
        {
            new MultioSubstitution(Environment.GetValueOrDefault, directory)
                .Expand(text, SourceLocation.None, new DiagnosticBag(), out var secret).ShouldBe(expected);
            secret.ShouldBeNull();
        }
    }

    private static SecretSource Secrets => new(name => name == "db" ? "s3cret\n" : null, Environment.GetValueOrDefault);

    private static ScalarNode Native(string text, out DiagnosticBag diagnostics)
    {
        diagnostics = new DiagnosticBag();
        var root = ConfigReader.Read(text, "f.yaml", diagnostics, substitution: new NativeSubstitution(Environment.GetValueOrDefault, Secrets));
        return (ScalarNode)root.ShouldBeOfType<MappingNode>()["x"]!;
    }
}
