using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Sinks;
using Windrow.Fields.Values;
using Windrow.Native.Fdb;

namespace Windrow.Fields.Fdb;

/// <summary>
/// Archives encoded fields in an FDB5; a commit is a flush of FDB, which makes them visible and durable. Its effect is keyed: a field that comes again takes
/// the place of the first.
/// </summary>
internal sealed class FdbSink(FdbOptions options, PlugInContext context) : CommittingSink(context.Services.Time, options.FlushEvery)
{
    private FdbHandle? _fdb;

    protected override Failure? Write(Message message, Output output, out WrittenPlace place)
    {
        place = default;
        if (message.Payload is not GribPayload grib)
            return Failure.Permanent("the message is no GRIB message, and FDB knows a field by its GRIB header", "put an 'encode' action in front");
        try
        {
            Database().Archive(grib.Span);
            place = new WrittenPlace(grib.Bytes, FdbKey.Of(grib), "");
            return null;
        }
        catch (FdbException exception)
        {
            return exception.IsForGood
                ? Failure.Permanent(exception.Message, "the message's MARS keys (grib_ls -m) have to be those that the schema of FDB names, no less and no more", exception)
                : Failure.Transient(exception.Message, null, exception);
        }
    }

    protected override void Commit() => _fdb!.Flush();

    protected override void Forget()
    {
        _fdb?.Dispose();
        _fdb = null;
    }

    private FdbHandle Database()
    {
        if (_fdb is not null)
            return _fdb;
        FdbConfiguration.Use(options.Config);
        return _fdb = FdbHandle.Open();
    }
}
