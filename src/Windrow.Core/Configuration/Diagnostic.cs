namespace Windrow.Core.Configuration;

/// <summary>One finding about a configuration: where, which rule, what is wrong and what to write instead.</summary>
/// <param name="Severity">Only an error stops a configuration from being run.</param>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Location">Where the content stands.</param>
/// <param name="Message">What is wrong, without a full stop; never holds the text of a secret.</param>
/// <param name="Advice">What to write instead; empty when the message says it all.</param>
/// <param name="UsedAt">Where the alias stands that brought the content in, when there is one.</param>
public sealed record Diagnostic(
    Severity Severity,
    Rule Rule,
    SourceLocation Location,
    string Message,
    string Advice = "",
    SourceLocation? UsedAt = null)
{
    public string Code => Rule.Code;

    public override string ToString()
    {
        var used = UsedAt is { } at ? $" (used at {at})" : "";
        var severity = Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };
        var advice = Advice.Length == 0 ? "" : $"; {Advice}";
        return $"{Location}{used}: {severity} {Code}: {Message}{advice}";
    }
}
