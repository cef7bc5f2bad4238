using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.Flows.Testing;
using Windrow.Core.PlugIns;
using Windrow.Core.State;
using Windrow.FlowTesting.Comparing;
using Windrow.FlowTesting.Running;

namespace Windrow.FlowTesting.Replaying;

/// <summary>
/// Brings the stored inputs of a flow in again, in a sandbox, and compares what is made of them with what there is. Production is only read. The
/// process is to do nothing else meanwhile, and the caller is no thread of the pool; see <see cref="Clock.Stillness"/>.
/// </summary>
public sealed class Replay
{
    // A large input may well take so long, on a machine that has other things to do.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    private readonly FlowDefinition _production;
    private readonly EngineServices _services;
    private readonly ReplayChoice _choice;
    private readonly ProductLedger _ledger;
    private readonly ReplaySelection _selection;

    /// <summary>Looks up what is to be replayed.</summary>
    /// <param name="production">The flow as it made the products.</param>
    /// <exception cref="StateException">Its state cannot be read.</exception>
    public Replay(FlowDefinition production, EngineServices services, ReplayChoice choice)
    {
        (_production, _services, _choice) = (production, services, choice);
        if (production.State is { } location && services.States!.Exists(location))
        {
            using var state = services.States.Look(location);
            _ledger = new ProductLedger(state);
        }
        else
        {
            _ledger = new ProductLedger(null);
        }

        _selection = new ReplaySelection(production, _ledger, services, choice);
    }

    /// <summary>Whether the state of production knows any product.</summary>
    public bool HasLedger => _ledger.Files.Count > 0;

    /// <summary>How many inputs can be brought in again.</summary>
    public int Inputs => _selection.Inputs.Count;

    public IReadOnlyList<MissingInput> Missing => _selection.Missing;

    /// <summary>Products and inputs that were asked for, and that nobody knows.</summary>
    public IReadOnlyList<string> Unknown => [.. _selection.UnknownProducts, .. _selection.UnknownInputs];

    /// <summary>Sources of the flow whose inputs are not stored, for people.</summary>
    public IReadOnlyList<string> SourcesNotStored => _selection.SourcesNotStored;

    /// <summary>Why a directory is not to be worked in; null: it may.</summary>
    /// <param name="into">Full path.</param>
    public string? Objection(string into)
    {
        if (_services.Files.Find(into) is { } there && (!there.IsDirectory || _services.Files.List(into).Count > 0))
            return $"'{into}' is {(there.IsDirectory ? "not empty" : "no directory")}; name one that is not there yet";
        return _selection.SourceRoots.FirstOrDefault(root => into == root || into.StartsWith(root + "/", StringComparison.Ordinal)) is { } read
            ? $"'{into}' is in '{read}', which the flow reads; name a directory elsewhere"
            : null;
    }

    /// <param name="subject">The flow that is to make the products: that of production, or a changed one.</param>
    /// <param name="into">Full path of a directory to work in, which is not there yet or empty.</param>
    /// <param name="against">Products of another system to compare with; null: those of production.</param>
    public ReplayResult Run(FlowUnderTest subject, string into, ComparisonTolerance tolerance, OtherProducts? against)
    {
        _services.Files.CreateDirectory(into);
        var sandbox = new Sandbox(into, subject.Directory, _production.Directory);
        var start = _selection.Inputs is [{ } first, ..] ? first.Arrival : default;
        using var flow = new TestedFlow(subject, new FlowTest { Name = "replay", At = start }, sandbox, arrivals: null, Patience) { Keeps = true };
        if (!flow.IsReady)
            return new ReplayResult(0, Missing, []) { Problem = $"the flow cannot be read for the sandbox: {string.Join('\n', flow.Diagnostics.Sorted.Select(static finding => $"{finding}"))}" };
        var replayed = new ReplayedFlow(flow, _selection);
        try
        {
            var problem = replayed.Run() ?? (flow.LostSource ? "a source was given up" : null) ?? (flow.AbortReason is { } reason ? $"the flow stopped, as 'on-error: abort' says: {reason}" : null);
            var comparison = new ReplayComparison(_selection, _ledger, _choice, sandbox, _services.Files, new FileComparison(_services.Files, tolerance, sandbox)) { Against = against };
            return Result(flow, replayed, comparison.Of(replayed.TakeProducts()), problem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or TimeoutException or DllNotFoundException)
        {
            return Result(flow, replayed, [], exception.Message);
        }
    }

    private ReplayResult Result(TestedFlow flow, ReplayedFlow replayed, IReadOnlyList<ComparedProduct> products, string? problem) =>
        new(Inputs - replayed.Untaken.Count, [.. Missing, .. replayed.Untaken], products)
        {
            Taken = flow.Taken.Counts,
            DeadLetters = [.. flow.DeadLetters.Select(letter => flow.AsConfigured($"{(letter.Plan.Length == 0 ? "source " : letter.Plan + "/")}{letter.Action}: {letter.Failure.Reason} ({letter.Origin})"))],
            Log = [.. flow.TestLog.Lines.Select(flow.AsConfigured)],
            Problem = problem is null ? null : flow.AsConfigured(problem),
        };
}
