using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect.Orders;
using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>Does to a set what an operator wants.</summary>
/// <param name="isMine">Whether this process carries out what is to leave; else one that runs the flow does.</param>
internal sealed class OrderWrite(string scope, SharedRules rules, SetOrder order, SharedSetRow row, DateTime now, bool isMine) : SharedSetWork(scope)
{
    private readonly TaskCompletionSource<string?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _objection;

    public override IReadOnlyList<(MessageId KeyId, long Number)> Sets { get; } = [(row.KeyId, row.Number)];

    public SharedDecisions Decisions { get; } = new(isMine);

    /// <summary>Why nothing was done; null: it is durable.</summary>
    public Task<string?> Done => _done.Task;

    /// <summary>Called when it is durable, on the store's thread.</summary>
    public Action<SharedDecisions>? Wrote { get; init; }

    public override void Decide(SharedSetPage page)
    {
        Decisions.Clear();
        var set = page.Find(row.Number) is { } found ? rules.Wrap(found) : null;
        _objection = order.Objection(set);
        if (_objection is not null)
            return;
        switch (order.Verb)
        {
            case SetVerb.Fire:
                rules.Fire(set!, now, page, Decisions);
                break;
            case SetVerb.Drop:
                rules.Drop(set!, now, page, Decisions);
                break;
            default:
                order.Extend(set!, rules.Options, now);
                break;
        }

        rules.Schedule(set!, now, wasLookedAt: true);
        page.Put(set!.Row);
        Decisions.Note(set.Row);
    }

    public override void Completed(StateException? failure)
    {
        if (failure is null && _objection is null)
            Wrote?.Invoke(Decisions);
        _done.SetResult(failure?.Message ?? _objection);
    }
}
