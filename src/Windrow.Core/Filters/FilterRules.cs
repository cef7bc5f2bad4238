using Windrow.Core.Configuration;

namespace Windrow.Core.Filters;

/// <summary>The rules that a filter in a configuration can break.</summary>
public static class FilterRules
{
    public static readonly Rule Kind = new("WR4001", "A select has no condition, or several kinds of them",
        "One level holds 'match' and 'ignore' (alone or together), or one of 'any', 'all' and 'not'.");

    public static readonly Rule Form = new("WR4002", "A condition has the wrong form",
        "'match' and 'ignore' take a mapping from keys to values or a list of such mappings, 'any' and 'all' a list of conditions, 'not' one condition.");

    public static readonly Rule Value = new("WR4003", "A value cannot be matched",
        "A key is matched with a text, a number, a boolean, or a list of these.");

    public static readonly Rule UnknownKey = new("WR4004", "A key of a condition is not known",
        "A condition is made of match, ignore, any, all, not and enforce-same-key-types.");

    public static readonly Rule Syntax = new("WR4005", "A filter's text is not well formed",
        "The message names the place within the text, what was expected and what was found.");
}
