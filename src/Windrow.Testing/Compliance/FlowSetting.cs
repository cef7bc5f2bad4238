using Windrow.Core.IO;
using Windrow.Core.State;

namespace Windrow.Testing.Compliance;

/// <summary>What the flow around a plug-in under test stands on.</summary>
internal sealed record FlowSetting
{
    public IFileSystem Files { get; init; } = new PhysicalFileSystem();

    /// <summary>Null: the flow keeps nothing beyond its run.</summary>
    public IStateProvider? States { get; init; }

    /// <summary>The directory of the state.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Sources come to their end.</summary>
    public bool Once { get; init; } = true;

    /// <summary>The value of <c>stage</c> of the plug-in; null: it has none.</summary>
    public string? Stage { get; init; }

    /// <summary>The value of <c>retry</c> of the plan.</summary>
    public string Retry { get; init; } = "{attempts: 5, first-delay: 1ms, maximum-delay: 5ms}";

    /// <summary>Further settings of the flow, as <c>credit-count: 1</c>.</summary>
    public string Settings { get; init; } = "";
}
