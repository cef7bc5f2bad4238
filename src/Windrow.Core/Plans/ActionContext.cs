using Windrow.Core.Chains;
using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Stages;
using Windrow.Core.State;

namespace Windrow.Core.Plans;

/// <summary>What an action may ask of the engine while it runs.</summary>
public sealed class ActionContext
{
    private readonly Segment _segment;
    private readonly int _index;

    internal ActionContext(Segment segment, int index, EngineServices services, CancellationToken stopping)
    {
        _segment = segment;
        _index = index;
        Services = services;
        Stopping = stopping;
    }

    public EngineServices Services { get; }

    /// <summary>What the flow keeps beyond its process.</summary>
    public FlowStore Store => _segment.Plan.Store;

    /// <summary>What the flow's sources and actions have in common.</summary>
    public FlowShared Shared => _segment.Plan.Shared;

    /// <summary>Where the state of a fold is kept; null: it is kept nowhere.</summary>
    internal FoldLedger? Ledger => _segment.LedgerOf(_index);

    /// <summary>Whether the plan goes on behind the action, so that a sink passes on what it has made durable.</summary>
    public bool IsFollowed => _segment.IsFollowed(_index);

    /// <summary>Takes what the action hands back to the flow.</summary>
    internal Reentry Reentry => _segment.Plan.Reentry ?? throw new InvalidOperationException("the plan is not part of a running flow");

    /// <summary>The name of the plan.</summary>
    internal string Plan => _segment.Plan.Name;

    /// <summary>The action's name in reports: plan and action, such as <c>daily/3:file</c>.</summary>
    public string Path => $"{_segment.Plan.Name}/{_segment.PathOf(_index)}";

    /// <summary>The plan's configuration in short; see <see cref="PlanDefinition.Hash"/>.</summary>
    public string Configuration => _segment.Plan.Configuration;

    /// <summary>
    /// Cancelled when the flow is to end without finishing what it has. An action that waits gives up its wait, by an
    /// exception or a transient failure: its message is left unfinished then, and is no dead letter.
    /// </summary>
    public CancellationToken Stopping { get; }

    /// <summary>
    /// Cancelled when the flow is to end before its input has: what is under way is finished, an action that has work of its own waiting begins
    /// no more of it, and none waits any longer for an outside that is not there.
    /// </summary>
    public CancellationToken Leaving => _segment.Plan.Leaving;

    /// <summary>
    /// Takes on an obligation of the action's own, for messages that owe to nobody who brought anything, as the action
    /// can make them again: they are made with the part that is returned, and with one more (<see cref="DeliveryPart.Add"/>) each that follows.
    /// </summary>
    /// <param name="origin">For reports.</param>
    /// <param name="settled">Told once, on whatever thread settles the last of them.</param>
    /// <param name="held">The message that they are made of, and that the action holds; where the state store has it, what is made of it is let go as it is when the flow ends, and made again. Null: there is none.</param>
    public static DeliveryPart Owe(Origin origin, System.Action<Outcome> settled, Message? held = null)
    {
        var delivery = new Delivery(held is { IsStored: true } ? new StoredObligation(settled) : new Obligation(settled), origin, 0, null);
        delivery.Open(1);
        return new DeliveryPart(delivery);
    }

    /// <summary>Keeps the plan's configuration as text, secrets redacted, once.</summary>
    internal void DescribeConfiguration(IStateTransaction transaction)
    {
        if (!Store.IsDescribed(Configuration))
            transaction.PutItem(FlowStore.Configurations, Configuration, System.Text.Encoding.UTF8.GetBytes(_segment.Plan.Definition.Canonical));
    }

    /// <summary>The entry of a product that the action made of a message.</summary>
    internal Product ProductOf(Message message, string path, long offset, long length, DateTimeOffset at) => new(
        path, message.Id, offset, length, _segment.Plan.Name, _segment.PathOf(_index), Configuration, _segment.Plan.Definition.Location.ToString(),
        _segment.Plan.Version, message.Attempt, at, new Lineage(message.Inputs.ToArray()))
    {
        Run = Store.Run,
        Tries = FailedTry.InOrder(message.Tries),
    };

    /// <summary>
    /// Runs work on the segment's own thread, in turn with its messages: how a timer reaches an action's state without
    /// a lock. Only for actions that have a stage in front, which <see cref="PlanAction.Waits"/> ensures.
    /// </summary>
    public void Post(System.Action<Output> work) => _segment.Post(_index, work);

    /// <summary>The same, once something is done that runs elsewhere; until then the plan is not at rest.</summary>
    public void PostWhen(Task done, System.Action<Output> work) => _segment.PostWhen(done, _index, work);
}
