using Windrow.Core.Binary;
using Windrow.Core.Chains;
using Windrow.Core.Flows.Testing;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Sources;
using Windrow.Core.State;

namespace Windrow.Core.Flows;

/// <summary>A flow file, read and validated.</summary>
/// <param name="Name">The flow's name; by default that of the file.</param>
/// <param name="Directory">Relative paths in the flow are relative to this directory.</param>
public sealed record FlowDefinition(
    string Name, string Directory, IReadOnlyList<SourceDefinition> Sources, IReadOnlyList<PlanDefinition> Plans, FlowSettings Settings)
{
    /// <summary>Where the flow keeps its state; null: nowhere, what it holds ends with its process.</summary>
    public StateLocation? State { get; init; }

    /// <summary>The directory that belongs to the flow's state; setting it puts the state there.</summary>
    public string? StateDirectory
    {
        get => State?.Directory;
        init => State = value;
    }

    /// <summary>The configuration of sources and plans in short, as runs name it: 16 hexadecimal digits.</summary>
    public string Hash => Digest([.. Sources.Select(static source => source.Canonical), .. Plans.Select(static plan => plan.Canonical)]);

    /// <summary>Which of its plans hand messages to which; made anew each time.</summary>
    internal ChainGraph Chains => new(Plans);

    /// <summary>What its file says to test it by.</summary>
    public IReadOnlyList<FlowTest> Tests { get; init; } = [];

    /// <summary>The formats that stored messages can have.</summary>
    public StoredFormats Formats { get; init; } = new();

    private static string Digest(string[] parts)
    {
        var hash = default(MessageId);
        foreach (var part in parts)
            hash = hash.With(System.Text.Encoding.UTF8.GetBytes(part));
        return hash.ToString()[..16];
    }
}
