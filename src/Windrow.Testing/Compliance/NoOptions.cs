using Windrow.Core.Configuration;

namespace Windrow.Testing.Compliance;

/// <summary>What stands around the plug-in under test has no options.</summary>
internal sealed class NoOptions
{
    public static readonly OptionSet<NoOptions> Set = new("of a test");
}
