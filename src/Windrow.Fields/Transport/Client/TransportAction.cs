using System.Globalization;
using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <summary>
/// The client's end: sends messages to servers. It sends in line, on the thread of whoever brings the message: a model
/// that writes faster than its servers take has to wait somewhere, and in its own call is where that costs no memory and
/// no thread. So the action puts no stage in front of itself, though it waits.
/// </summary>
internal sealed class TransportAction(TransportActionOptions options, PlugInContext plugIn) : PlanAction
{
    private readonly MetadataSlot _toAll = new("toAllServers");
    private ClientTargets? _targets;
    private ClientTarget? _target;
    private ServerChoice? _choice;
    private ILogger? _log;
    private CancellationToken _stopping;

    public override bool IsTerminal => true;

    public override void Start(ActionContext context)
    {
        _stopping = context.Stopping;
        _log = context.Services.Logs.CreateLogger("windrow.transport");
        _targets = context.Shared.Get<ClientTargets>();
        _target = _targets.Join(options.Target, () => ClientTarget.Make(options.Server, plugIn, context.Shared));
        _choice = new ServerChoice(
            options.HashKeys, options.Distribution ?? DistributionOfEnvironment(), _target.Servers.Count, _target.Peer.Id, Math.Max(1, _target.Peer.Size), UsedServers());
    }

    public override void Open()
    {
        foreach (var server in _target!.Servers)
        {
            try
            {
                server.Open(_stopping);
            }
            catch (Exception exception) when (exception is IOException or WireException)
            {
                // The first message finds out again, and says it.
                ClientLog.NotReached(_log!, options.Target, exception.Message);
            }
        }
    }

    public override void Process(Message message, Output output)
    {
        // A flush goes with each plan, as it comes behind what the plan has sent; the rest is the same from all.
        var isShared = message.Kind != MessageKind.Field;
        if (isShared && _target!.HasSent(message.Id))
        {
            output.Deliver(message);
        }
        else if (TrySend(message, out var failure))
        {
            if (isShared)
                _target!.Sent(message.Id);
            output.Deliver(message);
        }
        else
        {
            output.Fail(message, failure!);
        }
    }

    public override void Flush(Message flush, Output output)
    {
        // The servers have been told all, and have made it durable.
        if (_target!.IsClosed)
        {
            output.Deliver(flush);
            return;
        }

        if (!TrySend(flush, out var failure) || (options.WaitForFlush && !TryWait(out failure)))
            output.Fail(flush, failure!);
        else
            output.Deliver(flush);
    }

    public override void EndBatch(bool more, Output output)
    {
        if (more || _target!.IsClosed)
            return;
        foreach (var server in _target!.Servers)
            server.Push(_stopping);
    }

    public override void Close() => _targets?.Leave(options.Target, _stopping);

    private bool TrySend(Message message, out Failure? failure)
    {
        failure = null;
        if (_target!.IsClosed)
            failure = Failure.Permanent("the connections to the servers are closed", "write everything before multio_close_connections");
        else if (!Frames.TryKindOf(message.Kind, out var kind))
            failure = Failure.Permanent($"a message of kind {message.Kind} cannot be sent to a server", "let a select keep it from the transport");
        else if (!PayloadCode.TryOf(message.Payload, out var form))
            failure = Failure.Permanent($"a payload of type {message.Payload.GetType().Name} cannot be sent to a server", "put an action that encodes it, such as encode, in front");
        else if (TryChoose(message, out var server, out failure))
            failure = Send(message, kind, form, server);
        return failure is null;
    }

    private Failure? Send(Message message, FrameKind kind, byte form, int server)
    {
        var metadata = message.Metadata;
        if (metadata.Tail is { } tail)
        {
            var isGiven = message.Payload.Format?.Gives(tail) == true;
            form |= isGiven ? PayloadCode.TakesTail : (byte)0;
            metadata = isGiven ? metadata.WithTail(null) : metadata.Materialise([]);
        }

        try
        {
            if (server >= 0)
            {
                _target!.Servers[server].Send(kind, metadata, message.Payload, form, _stopping);
            }
            else
            {
                foreach (var each in _target!.Servers)
                    each.Send(kind, metadata, message.Payload, form, _stopping);
            }

            return null;
        }
        catch (IOException exception)
        {
            return Failure.Transient(exception.Message, "start the server, or correct 'server' of the transport action", exception);
        }
        catch (Exception exception) when (exception is WireException or ArgumentException)
        {
            return Failure.Permanent(exception.Message, null, exception);
        }
    }

    // A negative index is all servers.
    private bool TryChoose(Message message, out int server, out Failure? failure)
    {
        (server, failure) = (-1, null);
        bool? toAll = _toAll.TryGet(message.Metadata, out var value) && value.TryGetBool(out var given) ? given : null;
        if (toAll is null && plugIn.StrictMultio)
        {
            failure = Failure.Permanent("the message does not say whether it is for all servers", "set 'toAllServers' to true or false");
            return false;
        }

        if (toAll ?? message.Kind != MessageKind.Field)
            return true;
        server = _choice!.Of(message.Metadata, out var missing);
        if (missing is null)
            return true;
        failure = Failure.Permanent($"the message has no '{missing}', which chooses its server", $"set it, or give other 'hash-keys' than [{string.Join(", ", options.HashKeys)}]");
        return false;
    }

    private bool TryWait(out Failure? failure)
    {
        failure = null;
        foreach (var server in _target!.Servers)
        {
            server.WaitDurable(Timeout.InfiniteTimeSpan, _stopping);
            if (server.TakeDeadLetters() is > 0 and var dead)
                failure ??= Failure.Permanent($"{dead} messages before the flush have become dead letters at the server {server.Name}", "its log and 'windrow dead-letters' there say why");
        }

        return failure is null;
    }

    private Distribution DistributionOfEnvironment() => plugIn.Services.Environment("MULTIO_SERVER_DISTRIBUTION") switch
    {
        null or "" or "hashed_to_single" => Distribution.HashedToSingle,
        "hashed_cyclic" => Distribution.HashedCyclic,
        "even" => Distribution.Even,
        var other => throw new FailureException(Failure.Permanent($"MULTIO_SERVER_DISTRIBUTION is '{other}'", "set it to hashed_to_single, hashed_cyclic or even")),
    };

    private int UsedServers()
    {
        if (options.UsedServers is { } given)
            return given;
        return int.TryParse(plugIn.Services.Environment("MULTIO_USED_SERVERS"), NumberStyles.None, CultureInfo.InvariantCulture, out var used) && used > 0 ? used : 1;
    }
}
