using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// Makes messages of what was decided. What is kept leaves in the order of the decisions, when they are durable, and a
/// large set in pieces, so that a full stage behind holds it up.
/// </summary>
internal sealed class Departures(CollectOptions options, ActionContext context, Action<Emission> departed)
{
    private readonly ConcurrentQueue<Emission> _leaving = new();
    private volatile bool _isClosed;

    /// <summary>Where the members are; null: they are held.</summary>
    public KeptSets? Kept { get; set; }

    /// <summary>The decisions are durable. On any thread.</summary>
    public void MayLeave(IReadOnlyList<Emission> decided)
    {
        foreach (var emission in decided)
            _leaving.Enqueue(emission);
        if (decided.Count > 0)
            Post(Leave);
    }

    /// <summary>Lets one piece leave, and comes back for the next.</summary>
    public void Leave(Output output)
    {
        if (!_leaving.TryPeek(out var emission))
            return;
        LeavePiece(emission, output);
        if (!_leaving.IsEmpty)
            Post(Leave);
    }

    /// <summary>Lets all leave, ahead of a barrier.</summary>
    public void LeaveAll(Output output)
    {
        while (_leaving.TryPeek(out var emission))
            LeavePiece(emission, output);
    }

    /// <summary>Lets a set leave whose members are held.</summary>
    public void LeaveHeld(Emission emission, Output output)
    {
        var held = CollectionsMarshal.AsSpan(emission.Set.Held);
        if (emission.IsAlert || options.Emit == CollectEmission.Dataset)
        {
            var digest = new SetDigest(options.Members);
            foreach (var member in held)
                digest.Add(member.Message.Id, member.Message.Origin, member.Message.Inputs, member.Are, options.Handed(member.Message.Metadata));
            var message = digest.Build(emission, held[^1].Message.Part?.Add(), output);
            foreach (var member in held)
            {
                if (!emission.IsAlert && !member.Message.IsSettled)
                    output.Absorb(member.Message);
            }

            output.Emit(message);
        }
        else
        {
            EmitHeld(emission, held, output);
        }

        if (!emission.IsAlert && options.Late != LatePolicy.Amend)
            emission.Set.Held.Clear();
    }

    /// <summary>Drops the members of a set that is given up, where they are held.</summary>
    public static void DropHeld(CollectedSet set, Output output)
    {
        foreach (var member in set.Held)
        {
            if (!member.Message.IsSettled)
                output.Drop(member.Message);
        }

        set.Held.Clear();
    }

    public void Close() => _isClosed = true;

    private void EmitHeld(Emission emission, Span<HeldMember> held, Output output)
    {
        // Those of an earlier revision owe to nobody any more; the last late one carries them.
        var carrier = held[^1].Message.Part;
        foreach (ref var member in held)
        {
            var message = member.Message;
            var isFirst = emission.Revision == 1;
            if (options.Late == LatePolicy.Amend)
                member = member with { Message = message.ShareFor(null) };
            output.Emit(isFirst ? message : OfRevision(message, emission.Revision, message.Part ?? carrier?.Add()));
        }
    }

    // Another id, as the first revision went through what comes behind already.
    private static Message OfRevision(Message message, int revision, DeliveryPart? part)
    {
        var again = new Message(message.Id.With((ulong)revision), message.Kind, message.Metadata.With("revision", (long)revision), message.Payload.Add(), part, message.Origin) { Lineage = message.Lineage };
        message.Abandon();
        return again;
    }

    private void LeavePiece(Emission emission, Output output)
    {
        var isMore = false;
        try
        {
            isMore = LeaveSome(emission, output);
        }
        finally
        {
            // What could not be read now stays due, for the next start.
            if (!isMore)
                _leaving.TryDequeue(out _);
        }
    }

    private bool LeaveSome(Emission emission, Output output)
    {
        if (emission.Part is null)
            emission.Begin(Origin(emission), settled => Post(_ => departed(settled)));
        if (emission.IsAlert || options.Emit == CollectEmission.Dataset)
        {
            try
            {
                EmitDigest(emission, output);
            }
            catch (CorruptDataException exception)
            {
                FailDamaged(emission, exception, output);
            }
        }
        else if (Kept!.ReadNext(emission, state => EmitMember(emission, state, output)))
        {
            return true;
        }

        emission.Part!.Release(Outcome.Delivered);
        return false;
    }

    private void EmitDigest(Emission emission, Output output)
    {
        var digest = new SetDigest(options.Members);
        while (Kept!.ReadNext(emission, state =>
        {
            var member = Kept.ReadMember(state, out var are);
            var (origin, inputs) = options.Emit == CollectEmission.Dataset ? member.ReadOrigin() : OriginOf(Kept.ReadMessage(member));
            digest.Add(member.Id, origin, inputs, are, options.Emit == CollectEmission.Dataset ? Kept.ReadHanded(ref member) : null);
        }))
        {
        }

        output.Emit(digest.Build(emission, emission.Part!.Add(), output));
    }

    private static (Origin Origin, Origin[] Inputs) OriginOf(Message message)
    {
        var inputs = message.Inputs.ToArray();
        message.Abandon();
        return (message.Origin, inputs);
    }

    private void EmitMember(Emission emission, byte[] state, Output output)
    {
        Message message;
        try
        {
            message = Kept!.ReadMessage(Kept.ReadMember(state, out _));
        }
        catch (CorruptDataException exception)
        {
            // The others go on.
            FailDamaged(emission, exception, output);
            return;
        }

        var part = emission.Part!.Add();
        if (emission.Revision == 1)
        {
            message.Join(part);
            output.Emit(message);
        }
        else
        {
            output.Emit(OfRevision(message, emission.Revision, part));
        }
    }

    // A dead letter that says where it was.
    private void FailDamaged(Emission emission, CorruptDataException exception, Output output)
    {
        var damaged = new Message(MessageKind.Event, emission.Set.Key.With("damaged", exception.Message), Payload.None, Origin(emission));
        damaged.Join(emission.Part!.Add());
        output.Fail(damaged, Failure.Permanent($"a member of the set {emission.Set.Key} is damaged: {exception.Message}", "the store may be on a failing disk; see 'windrow state verify'"));
    }

    private Origin Origin(Emission emission) => new(context.Path, emission.Set.Key.ToString(), emission.Set.Number);

    private void Post(Action<Output> work)
    {
        if (!_isClosed)
        {
            context.Post(output =>
            {
                if (!_isClosed)
                    work(output);
            });
        }
    }
}
