namespace Windrow.Core.Configuration;

/// <summary>Where the checks of an option set report what does not fit together.</summary>
public sealed class OptionReport
{
    private readonly OptionSet _set;

    internal OptionReport(MappingNode mapping, OptionSet set, DiagnosticBag diagnostics)
    {
        Mapping = mapping;
        _set = set;
        Diagnostics = diagnostics;
    }

    /// <summary>The mapping that is bound.</summary>
    public MappingNode Mapping { get; }

    public DiagnosticBag Diagnostics { get; }

    /// <summary>Reports an error at the value of the option, or at the mapping when the option is not given.</summary>
    public void Error(string option, string message, string advice = "", Rule? rule = null) =>
        Diagnostics.Error(rule ?? Rules.OptionCheck, At(option), message, advice);

    /// <summary>Reports a warning at the value of the option, or at the mapping when the option is not given.</summary>
    public void Warning(string option, string message, string advice = "", Rule? rule = null) =>
        Diagnostics.Warning(rule ?? Rules.OptionCheck, At(option), message, advice);

    private ConfigNode At(string name)
    {
        if (Mapping[name] is { } node)
            return node;
        foreach (var option in _set.Options)
        {
            if (option.Name != name)
                continue;
            foreach (var alias in option.Aliases)
            {
                if (Mapping[alias] is { } old)
                    return old;
            }
        }
        return Mapping;
    }
}
