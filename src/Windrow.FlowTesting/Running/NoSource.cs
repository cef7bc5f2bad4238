using Windrow.Core.Sources;

namespace Windrow.FlowTesting.Running;

/// <summary>Stands for the source of a flow that has none, so that a test can give messages to its plans.</summary>
internal sealed class NoSource : Source
{
    public const string Name = "test";

    public override SourcePromise Promise => SourcePromise.Replayable;

    public override Task RunAsync(SourceContext context, CancellationToken stop) => Task.CompletedTask;
}
