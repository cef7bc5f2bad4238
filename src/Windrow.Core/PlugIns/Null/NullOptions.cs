using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns.Null;

/// <summary>The <c>null</c> sink has no options.</summary>
public sealed class NullOptions
{
    public static readonly OptionSet<NullOptions> Set = new("null");
}
