using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Values;
using Windrow.Native.Fdb;

namespace Windrow.Fields.Fdb;

/// <summary>
/// Archives encoded fields in an FDB5. A message is settled when a flush of FDB has made it visible and durable: with a
/// flush message, when too much waits, or after a time. Its effect is keyed: a field that comes again takes the place of the first.
/// </summary>
internal sealed class FdbSink(FdbOptions options, PlugInContext context) : PlanAction
{
    private const int MaximumPending = 10_000;
    private const long MaximumPendingBytes = 256 << 20;

    private readonly List<Message> _pending = [];
    private ITimer? _timer;
    private FdbHandle? _fdb;
    private long _pendingBytes;
    private bool _isTimed;

    // FDB may be on a file system of the network, or behind one.
    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext action) =>
        _timer = context.Services.Time.CreateTimer(_ => action.Post(WhenDue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field)
        {
            output.Drop(message);
            return;
        }

        if (message.Payload is not GribPayload grib)
        {
            output.Fail(message, Failure.Permanent("the message is no GRIB message, and FDB knows a field by its GRIB header", "put an 'encode' action in front"));
            return;
        }

        try
        {
            Database().Archive(grib.Span);
        }
        catch (FdbException exception)
        {
            output.Fail(message, exception.IsForGood
                ? Failure.Permanent(exception.Message, "the message's MARS keys (grib_ls -m) have to be those that the schema of FDB names, no less and no more", exception)
                : Failure.Transient(exception.Message, null, exception));
            return;
        }

        output.DeliverWhenDurable(message);
        _pending.Add(message);
        _pendingBytes += message.Payload.Bytes;
        if (_pending.Count >= MaximumPending || _pendingBytes >= MaximumPendingBytes)
            FlushFdb(output);
    }

    public override void EndBatch(bool more, Output output)
    {
        if (more || _isTimed || _pending.Count == 0)
            return;
        _isTimed = true;
        _timer!.Change(options.FlushEvery, Timeout.InfiniteTimeSpan);
    }

    public override void Flush(Message flush, Output output)
    {
        FlushFdb(output);
        output.Deliver(flush);
    }

    // The connection may be what is broken.
    public override void Recover(Exception fault) => Forget();

    public override void Close()
    {
        _timer?.Dispose();
        Forget();
    }

    private FdbHandle Database()
    {
        if (_fdb is not null)
            return _fdb;
        FdbConfiguration.Use(options.Config);
        return _fdb = FdbHandle.Open();
    }

    private void WhenDue(Output output)
    {
        _isTimed = false;
        FlushFdb(output);
    }

    private void FlushFdb(Output output)
    {
        if (_pending.Count == 0)
            return;
        try
        {
            _fdb!.Flush();
        }
        catch (FdbException exception)
        {
            // Nobody knows which of them are durable, so all are archived again.
            Forget();
            Settle(message => output.Fail(message, Failure.Transient(exception.Message, null, exception)));
            return;
        }

        Settle(static message => message.Settle(Windrow.Core.Deliveries.Outcome.Delivered));
    }

    private void Settle(System.Action<Message> settle)
    {
        foreach (var message in _pending)
            settle(message);
        _pending.Clear();
        _pendingBytes = 0;
    }

    private void Forget()
    {
        _fdb?.Dispose();
        _fdb = null;
    }
}
