using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// Gathers messages into sets and lets a set go when it is complete or its deadline has come. Members are held with
/// their deliveries until then, so nothing is acknowledged that was not passed on.
/// </summary>
internal sealed class CollectAction(CollectOptions options) : PlanAction
{
    private readonly MetadataSlot[] _key = [.. options.Key.Select(static key => new MetadataSlot(key))];
    private readonly Dictionary<Metadata, OpenSet> _open = [];
    private readonly LinkedList<OpenSet> _byAge = new();
    private ActionContext? _context;

    // Deadlines reach the sets through the stage.
    public override bool Waits => true;

    public override bool HasOpenState => _open.Count > 0;

    public override void Start(ActionContext context) => _context = context;

    public override void Process(Message message, Output output)
    {
        var builder = new MetadataBuilder();
        foreach (var slot in _key)
        {
            if (!slot.TryGet(message.Metadata, out var value))
            {
                output.Fail(message, Failure.Permanent($"the message has no '{slot.Key}', which is part of the key of its set", "select messages that have it, or set it before"));
                return;
            }

            builder.Set(slot.Key, value);
        }

        var set = SetFor(builder.Build(), output);
        if (!set.Add(message))
        {
            output.Drop(message);
            return;
        }

        output.Hold(message);
        if (set.IsComplete)
            End(set, complete: true, output);
    }

    /// <summary>At the end of the flow every set that is still open ends as at its deadline.</summary>
    public override void Flush(Message flush, Output output)
    {
        if (flush.Metadata.TryGetString("flushKind", out var kind) && kind is "close-connection" or "end-of-simulation")
        {
            while (_byAge.First is { } oldest)
                End(oldest.Value, complete: false, output);
        }

        output.Emit(flush);
    }

    private OpenSet SetFor(Metadata key, Output output)
    {
        if (_open.TryGetValue(key, out var set))
            return set;
        if (_open.Count >= options.MaximumOpen)
            End(_byAge.First!.Value, complete: false, output);
        set = new OpenSet(key, options);
        _open.Add(key, set);
        _byAge.AddLast(set);
        set.Timer = _context!.Services.Time.CreateTimer(
            _ => _context.Post(late =>
            {
                if (_open.TryGetValue(key, out var still) && ReferenceEquals(still, set))
                    End(set, complete: false, late);
            }),
            null, options.Deadline, Timeout.InfiniteTimeSpan);
        return set;
    }

    private void End(OpenSet set, bool complete, Output output)
    {
        _open.Remove(set.Key);
        _byAge.Remove(set);
        set.Timer?.Dispose();
        if (!complete && options.OnDeadline == DeadlinePolicy.Drop)
        {
            foreach (var member in set.Members)
                output.Drop(member);
        }
        else if (options.Emit == CollectEmission.Members)
        {
            foreach (var member in set.Members)
                output.Emit(member);
        }
        else
        {
            EmitDataset(set, complete, output);
        }
    }

    private static void EmitDataset(OpenSet set, bool complete, Output output)
    {
        var metadata = set.Key.Change()
            .Set("count", (long)set.Members.Count)
            .Set("complete", complete)
            .Set("members", MetadataValue.Of(new MetadataList([.. set.Members.Select(static member => (MetadataValue)member.Origin.ToString())])))
            .Build();
        var dataset = output.Fold(set.Members[^1], set.Union, MessageKind.Dataset, metadata, Payload.None, set.Lineage);
        foreach (var member in set.Members)
            output.Absorb(member);
        output.Emit(dataset);
    }
}
