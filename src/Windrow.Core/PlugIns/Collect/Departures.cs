using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Windrow.Core.Binary;
using Windrow.Core.Chains;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// Makes messages of what was decided. What is kept leaves in the order of the decisions, when they are durable, and a
/// large set in pieces, so that a full stage behind holds it up.
/// </summary>
internal sealed partial class Departures(CollectOptions options, ActionContext context, Action<Emission> departed, string directory, ILogger log)
{
    // How soon a list is written again that could not be.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<Emission> _leaving = new();
    private readonly MemberListFiles? _files = options.ListFile is null ? null : new MemberListFiles(options, context.Services, directory);
    private ITimer? _again;
    private volatile bool _isClosed;

    /// <summary>Where the members are; null: they are held.</summary>
    public IMemberRows? Kept { get; set; }

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
        if (!_leaving.TryPeek(out var emission) || !TryLeave(emission, output))
            return;
        if (!_leaving.IsEmpty)
            Post(Leave);
    }

    /// <summary>Lets all leave, ahead of a barrier.</summary>
    public void LeaveAll(Output output)
    {
        while (_leaving.TryPeek(out var emission) && TryLeave(emission, output))
        {
        }
    }

    public void Close()
    {
        _isClosed = true;
        _again?.Dispose();
    }

    // Another id, as the first revision went through what comes behind already.
    private static Message OfRevision(Message message, int revision, DeliveryPart? part)
    {
        var again = new Message(message.Id.With((ulong)revision), message.Kind, message.Metadata.With("revision", (long)revision), message.Payload.Add(), part, message.Origin) { Lineage = message.Lineage };
        message.Abandon();
        return again;
    }

    // What cannot be written now is, as all behind it, on its way still.
    private bool TryLeave(Emission emission, Output output)
    {
        try
        {
            LeavePiece(emission, output);
            return true;
        }
        catch (Exception exception) when (_files is not null && exception is not StateException and (IOException or UnauthorizedAccessException))
        {
            CollectLog.NoList(log, context.Path, emission.Set.Key, exception.Message);
            emission.After = "";
            _again ??= context.Services.Time.CreateTimer(_ => Post(Leave), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _again.Change(Pause, Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    private void LeavePiece(Emission emission, Output output)
    {
        var isMore = false;
        try
        {
            isMore = LeaveSome(emission, output);
        }
        catch (Exception exception) when (_files is not null && exception is not StateException and (IOException or UnauthorizedAccessException))
        {
            isMore = true;
            throw;
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
        var digest = new SetDigest(options, _files);
        while (Kept!.ReadNext(emission, state =>
        {
            var member = Kept.ReadMember(state, out var are);
            if (!member.Facts.IsReady)
                return;
            var from = options.Emit == CollectEmission.Dataset ? member.ReadOrigin() : OriginOf(Kept.ReadMessage(member));
            digest.Add(member.Id, from, are, EntryOf(ref member));
        }))
        {
        }

        output.Emit(digest.Build(emission, emission.Part!.Add(), output));
    }

    // Behind the origin, which is read before.
    private MetadataValue? EntryOf(ref MemberRow member)
    {
        if (member.Facts.Entry is { } entry)
            return (MetadataValue)entry;
        if (options.HandOver.Count == 0 || options.Emit != CollectEmission.Dataset)
            return null;
        return MetadataValue.Of(member.ReadHanded(context.Store.Formats));
    }

    private static MemberOrigin OriginOf(Message message)
    {
        var from = new MemberOrigin(message.Origin, message.Inputs.ToArray(), ChainKeys.Of(message.Metadata).ToArray());
        message.Abandon();
        return from;
    }

    private void EmitMember(Emission emission, byte[] state, Output output)
    {
        Message message;
        try
        {
            var member = Kept!.ReadMember(state, out _);
            if (!member.Facts.IsReady)
                return;
            message = Kept.ReadMessage(member);
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
