using Windrow.Core.Configuration;

namespace Windrow.Cli.PlugIns;

/// <summary>An assembly of plug-ins cannot be used.</summary>
internal sealed class PlugInLoadException(Rule rule, string message, string advice) : Exception(message)
{
    public Rule Rule { get; } = rule;

    public string Advice { get; } = advice;
}
