using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Fields.Grib;
using Windrow.Fields.Masks;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Values;

namespace Windrow.Fields.Models;

/// <summary>
/// A model rank's way into its client plans. A call runs the plans on the caller's thread, and what is wrong with a message is
/// an exception of the call that brought it; what goes wrong later, behind a queue, is one of the next call. Safe for several threads, which take turns.
/// </summary>
public sealed class ModelClient : IDisposable
{
    private const string NoServer = "local/0";

    private static readonly Failure Closed = Failure.Permanent("the client has ended", "write everything before multio_delete_handle");

    private static readonly Metadata LastFlush = Metadata.From(("flushKind", "close-connection"), ("toAllServers", true), ("domain", "global"));

    private readonly ModelSource _source = new();
    private readonly FailureInbox _failures;
    private readonly FlowHost _host;
    private readonly SourceContext _context;
    private readonly ModelDeclarations _declarations;
    private readonly ClientTargets _targets;
    private readonly MessageId _run;
    private readonly Origin _origin;
    private ulong _number;
    private volatile bool _isDisposed;

    /// <param name="plans">The client's plans; its sources are not run.</param>
    /// <param name="shared">What the plans are to find, such as the communicator that the model passes.</param>
    /// <exception cref="IOException">A plan cannot begin: MPI has no servers, say.</exception>
    public ModelClient(FlowDefinition plans, EngineServices services, FlowShared? shared = null)
    {
        _failures = new FailureInbox(services.DeadLetters);
        var source = new SourceDefinition("model", "model", "model", SourceLocation.None, () => _source);
        _host = new FlowHost(plans with { Sources = [source], StateDirectory = null }, services with { DeadLetters = _failures }, shared: shared);
        _declarations = new ModelDeclarations(_host.Shared, services.Logs);
        _targets = _host.Shared.Get<ClientTargets>();
        Peer = _targets.Self()?.ToString() ?? NoServer;
        _origin = new Origin("model", Peer);
        _run = MessageId.Root("model", Peer, services.Random.NextInt64()).With((ulong)services.Time.GetUtcNow().UtcTicks);
        _host.Start();
        _context = _source.Context.GetAwaiter().GetResult();
    }

    /// <summary>The rank's name, <c>group/id</c>, which tells its parts of fields from those of others.</summary>
    public string Peer { get; }

    /// <summary>Whether a plan would take a field with these metadata.</summary>
    public bool Accepts(Metadata metadata)
    {
        var complete = _declarations.Complete(metadata);
        foreach (var plan in _host.Definition.Plans)
        {
            if (plan.Filter.Matches(complete))
                return true;
        }

        return false;
    }

    /// <summary>Connects to every server of every plan.</summary>
    /// <exception cref="IOException">A server cannot be reached; the text names it.</exception>
    public void OpenConnections() => _targets.Open(CancellationToken.None);

    /// <summary>Sends a last flush, and waits until the servers have everything.</summary>
    /// <exception cref="FailureException">Something that was brought before could not be finished, is lost, or was not acknowledged.</exception>
    public void CloseConnections()
    {
        var troubles = new List<string>();
        try
        {
            Write(MessageKind.Flush, LastFlush, Payload.None);
        }
        catch (FailureException exception)
        {
            // Servers wait for the close, whatever becomes of the flush.
            troubles.Add(exception.Failure.ToString());
        }

        if (_targets.Close(CancellationToken.None) is { } doubt)
            troubles.Add(doubt);
        if (troubles.Count > 0)
            throw new FailureException(Failure.Permanent(string.Join("; ", troubles)));
        Tell();
    }

    /// <summary>A flush, and then word to all servers of the step that this rank has reached, for their step meter.</summary>
    /// <param name="metadata">With <c>step</c>, an int64, and <c>timeStep</c> in seconds (3600 when it is not there).</param>
    /// <exception cref="FailureException">There is no step, or a plan could not work on it.</exception>
    public void Synchronize(Metadata metadata)
    {
        if (!metadata.TryGetInt64("step", out _))
            throw new FailureException(Failure.Permanent("a synchronization has no 'step'", "set 'step', a whole number of time steps"));
        Write(MessageKind.Flush, metadata.Change().Set("flushKind", "default").Set("domain", "global").Set("toAllServers", true).Build(), Payload.None);
        Write(MessageKind.Notification, metadata.Change().Set(StepMeter.Mark, true).Set("toAllServers", true).Build(), Payload.None);
    }

    /// <summary>
    /// Brings a field that lies in the model's memory; it is free again when the call returns. Nothing is copied that no plan keeps.
    /// </summary>
    /// <param name="values">The values of the rank's points.</param>
    /// <exception cref="FailureException">A plan could not work on it.</exception>
    public unsafe void WriteField(Metadata metadata, void* values, Precision precision, int count)
    {
        var field = count == 0 ? FieldPayload.Rent(precision, 0) : FieldPayload.Lend(values, precision, count);
        try
        {
            Write(MessageKind.Field, metadata, field);
        }
        finally
        {
            if (count > 0)
                field.EndLoan();
        }
    }

    /// <summary>Brings a field that is encoded already.</summary>
    /// <exception cref="FailureException">It is no GRIB message, or a plan could not work on it.</exception>
    public void WriteGrib(Metadata metadata, ReadOnlySpan<byte> message)
    {
        if (!GribContent.TryCopy(message, isFresh: false, out var payload, out var tail, out var defect))
            throw new FailureException(Failure.Permanent($"what was written as a GRIB message is none: {defect}", "pass one whole message, from 'GRIB' to '7777'"));
        Write(MessageKind.Field, metadata.WithTail(tail), payload!);
    }

    /// <summary>Brings a mask: points whose value is not zero have values.</summary>
    /// <exception cref="FailureException">The domain is not declared, or a plan could not work on it.</exception>
    public void WriteMask(Metadata metadata, ReadOnlySpan<double> values) => Write(MessageKind.Mask, metadata, new BytesPayload(MaskCodec.Encode(values)));

    /// <inheritdoc cref="WriteMask(Metadata, ReadOnlySpan{double})"/>
    public void WriteMask(Metadata metadata, ReadOnlySpan<float> values) => Write(MessageKind.Mask, metadata, new BytesPayload(MaskCodec.Encode(values)));

    /// <summary>Brings a message.</summary>
    /// <param name="payload">The message's from here on.</param>
    /// <exception cref="FailureException">A plan could not work on it.</exception>
    public void Write(MessageKind kind, Metadata metadata, Payload payload)
    {
        if (Ended() is { } ended)
        {
            payload.Release();
            throw new FailureException(ended);
        }

        if (kind == MessageKind.Field)
            metadata = _declarations.Complete(metadata);
        var id = _run.With(Interlocked.Increment(ref _number));
        var message = new Message(id, kind, metadata.With(SourcePeer.Key, Peer), payload, null, _origin);
        if (kind is MessageKind.Domain or MessageKind.Mask or MessageKind.Parametrization && _declarations.Take(message) is { } failure)
        {
            message.TakePayload().Release();
            throw new FailureException(failure);
        }

        try
        {
            _context.Accept(message);
        }
        catch (OperationCanceledException)
        {
            // Another thread ends the client; the message is still ours.
            message.TakePayload().Release();
            throw new FailureException(Ended() ?? Closed);
        }

        Tell();
    }

    /// <summary>Ends the client: its plans finish what they have, and files are closed.</summary>
    /// <exception cref="FailureException">Something that was brought before could not be finished.</exception>
    public void Close()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _source.End();
        using var stop = new CancellationTokenSource();
        if (_host.Broken.IsCompleted)
            stop.Cancel(); // what is still owed is never done
        var finished = _host.DrainAsync(stop.Token).GetAwaiter().GetResult();
        _host.Dispose();
        Tell();
        if (!finished)
            throw new FailureException(Failure.Transient("the client's plans did not finish in time", "see the log for what they wait for"));
    }

    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (FailureException)
        {
            // Told by Close, for who wants to know.
        }
    }

    // Whoever calls after the end is told, and not that Windrow has a defect.
    private Failure? Ended() => _host.AbortReason is { } reason
        ? Failure.Permanent($"a plan with 'on-error: abort' has stopped the client: {reason}")
        : _isDisposed ? Closed : null;

    private void Tell()
    {
        if (_host.AbortReason is not null && Ended() is { } ended)
            throw new FailureException(ended);
        if (_failures.HasNews && _failures.Tell() is { } text)
            throw new FailureException(Failure.Permanent(text));
    }
}
