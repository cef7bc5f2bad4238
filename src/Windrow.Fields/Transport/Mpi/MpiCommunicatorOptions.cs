using Windrow.Core.Configuration;

namespace Windrow.Fields.Transport.Mpi;

/// <summary>One of multio's <c>mpi-communicators</c>.</summary>
public sealed class MpiCommunicatorOptions
{
    public static readonly OptionSet<MpiCommunicatorOptions> Set = new OptionSet<MpiCommunicatorOptions>("a communicator")
        .Text("name", static o => o.Name, static (o, v) => o.Name = v, "The communicator's name.", required: true, example: "nemo-clients")
        .Choice<MpiCommunicatorKind>("type", static _ => null, static (o, v) => o.Kind = v, "'passed': the model passes it; 'split': a part of its parent. By default passed for the group, split for clients and servers.", [("passed", MpiCommunicatorKind.Passed), ("split", MpiCommunicatorKind.Split)])
        .Text("default", static _ => null, static (o, v) => o.Default = v, "For passed: the communicator where the model passes none.", example: "world")
        .Text("parent", static _ => null, static (o, v) => o.Parent = v, "For split: the communicator that is split; by default the group.", example: "nemo")
        .Integer("color", static _ => null, static (o, v) => o.Color = v, "For split: its colour; by default 777 for clients and 888 for servers.", min: 0, example: "777", aliases: ["colour"]);

    public string Name { get; set; } = "";

    public MpiCommunicatorKind? Kind { get; set; }

    public string? Default { get; set; }

    public string? Parent { get; set; }

    public int? Color { get; set; }
}
