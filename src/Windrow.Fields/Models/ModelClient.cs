using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;

namespace Windrow.Fields.Models;

/// <summary>
/// A model rank's way into its client plans. A call runs the plans on the caller's thread, and what is wrong with a message is
/// an exception of the call that brought it. Safe for several threads, which take turns.
/// </summary>
public sealed class ModelClient : IDisposable
{
    private static readonly MetadataKey SourcePeer = "misc-sourcePeer";

    private readonly ModelSource _source = new();
    private readonly FailureInbox _failures;
    private readonly FlowHost _host;
    private readonly SourceContext _context;
    private readonly MessageId _run;
    private readonly Origin _origin;
    private readonly string _peer;
    private ulong _number;
    private bool _isDisposed;

    /// <param name="plans">The client's plans; its sources are not run.</param>
    /// <param name="peer">The rank's name, <c>group/id</c>, which tells its parts of fields from those of others.</param>
    public ModelClient(FlowDefinition plans, EngineServices services, string peer)
    {
        _peer = peer;
        _origin = new Origin("model", peer);
        _failures = new FailureInbox(services.DeadLetters);
        _run = MessageId.Root("model", peer, services.Random.NextInt64()).With((ulong)services.Time.GetUtcNow().UtcTicks);
        var source = new SourceDefinition("model", "model", "model", SourceLocation.None, () => _source);
        _host = new FlowHost(plans with { Sources = [source], StateDirectory = null }, services with { DeadLetters = _failures });
        _host.Start();
        _context = _source.Context.GetAwaiter().GetResult();
    }

    /// <summary>What the plans have in common, such as domains and connections.</summary>
    public FlowShared Shared => _host.Shared;

    /// <summary>Whether a plan would take a field with these metadata.</summary>
    public bool Accepts(Metadata metadata)
    {
        foreach (var plan in _host.Definition.Plans)
        {
            if (plan.Filter.Matches(metadata))
                return true;
        }

        return false;
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

    /// <summary>Brings a message.</summary>
    /// <param name="payload">The message's from here on.</param>
    /// <exception cref="FailureException">A plan could not work on it.</exception>
    public void Write(MessageKind kind, Metadata metadata, Payload payload)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var id = _run.With(Interlocked.Increment(ref _number));
        _context.Accept(new Message(id, kind, metadata.With(SourcePeer, _peer), payload, null, _origin));
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
        var finished = _host.DrainAsync().GetAwaiter().GetResult();
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

    private void Tell()
    {
        if (_failures.HasNews && _failures.Tell() is { } text)
            throw new FailureException(Failure.Permanent(text));
    }
}
