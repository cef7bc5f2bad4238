using Windrow.Core.Flows.Testing;
using Windrow.Core.Messages;
using Windrow.FlowTesting.Comparing;
using Windrow.FlowTesting.Running;

namespace Windrow.FlowTesting.Replaying;

/// <summary>Brings stored inputs into a flow in a sandbox, each at the time by the sandbox's clock at which it came to production.</summary>
internal sealed class ReplayedFlow(TestedFlow flow, ReplaySelection selection)
{
    private readonly List<MissingInput> _untaken = [];

    /// <summary>Inputs that no source of the flow reads.</summary>
    public IReadOnlyList<MissingInput> Untaken => _untaken;

    /// <returns>Null; else what keeps the flow from its end.</returns>
    public string? Run()
    {
        flow.Start();
        var standing = flow.Sources.Where(static source => source.Stored is { FindsNewFiles: false, Root: not null }).ToList();
        var watching = flow.Sources.Where(static source => source.Stored is { FindsNewFiles: true, Root: not null }).ToList();
        foreach (var source in watching)
        {
            flow.Files.CreateDirectory(source.Stored!.Root!);
            source.Start();
        }

        flow.Timeline.Settle();
        var inputs = selection.Inputs.Select(input => (Input: input, Place: flow.Sandbox.Map(input.Key.Position))).ToList();

        // A source that reads what is there once, and no more, is to find all of it.
        foreach (var (input, place) in inputs.Where(each => standing.Exists(source => IsBelow(each.Place, source))))
            flow.Files.Bring(input.File, place);
        foreach (var together in inputs.GroupBy(static each => each.Input.Arrival))
        {
            if (together.Key > flow.Clock.GetUtcNow().UtcDateTime)
                flow.Timeline.PassUntil(together.Key);
            foreach (var (input, place) in together)
            {
                if (standing.Find(source => IsBelow(place, source)) is { } source)
                    source.Start();
                else if (watching.Exists(source => IsBelow(place, source)))
                    flow.Files.Bring(input.File, place);
                else
                    _untaken.Add(new MissingInput(input.Key.Source, input.Key.Position, "no source of the flow reads it now"));
            }

            flow.Timeline.Settle();
            flow.AwaitRoom();
        }

        if (selection.Until is not { } until)
            return flow.End(TestEnd.Drain);
        if (until > flow.Clock.GetUtcNow().UtcDateTime)
            flow.Timeline.PassUntil(until);
        return flow.End(TestEnd.Stop);
    }

    /// <summary>Full paths in the sandbox of what the flow made. The copies of its inputs are removed.</summary>
    public IReadOnlyList<string> TakeProducts()
    {
        var copies = selection.Inputs.Select(static input => (Path.GetFileName(input.Key.Position), input.Key.Version)).ToHashSet();
        var products = new List<string>();
        foreach (var entry in ProductPlaces.Of(flow.Files.List(flow.Sandbox.Root, recursive: true), flow.Files))
        {
            if (entry.Path.Contains("/.windrow/", StringComparison.Ordinal) || IsState(entry.Path))
                continue;
            if (!entry.IsDirectory && copies.Contains((Path.GetFileName(entry.Path), Origin.VersionOf(entry))))
                flow.Files.Delete(entry.Path);
            else
                products.Add(entry.Path);
        }

        SandboxFiles.RemoveEmpty(flow.Sandbox.Root);
        return products;
    }

    private static bool IsBelow(string path, TestedSource source) =>
        path == source.Stored!.Root || path.StartsWith(source.Stored.Root + "/", StringComparison.Ordinal);

    private bool IsState(string path) => flow.StateDirectory is { } state && path.StartsWith(state + "/", StringComparison.Ordinal);
}
