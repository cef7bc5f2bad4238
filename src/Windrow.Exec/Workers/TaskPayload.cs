using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Exec.Workers.Exchange;

namespace Windrow.Exec.Workers;

/// <summary>Puts what a message carries where a worker can see it: one copy, or none for a file.</summary>
internal sealed class TaskPayload(ExecOptions options, ExchangePool exchange)
{
    private static readonly MetadataKey BitmapPresent = "bitmapPresent";
    private static readonly MetadataKey MissingValue = "missingValue";

    private readonly MetadataKey[] _keys = options.MetadataKeys;

    /// <returns>Why it cannot be; null: it is there.</returns>
    public Failure? Prepare(WorkerTask task)
    {
        var payload = task.Message.Payload;
        if (payload is FieldPayload)
            task.Missing = MissingOf(task.Metadata);
        FieldPayload? decoded = null;
        if (options.Decode && payload is not FieldPayload && payload.Format is { } format)
        {
            decoded = format.Decode(payload, out var missing, out var failure);
            if (failure is not null)
                return failure;
            if (decoded is not null)
                task.Metadata = WithMissing(task.Metadata, task.Missing = missing);
        }

        try
        {
            task.Payload = decoded ?? payload;
            if (task.Payload is not FilePayload && task.Payload.Format is { } bytes)
                Copy(task, bytes.BytesOf(task.Payload));
        }
        finally
        {
            // What a worker is told of it is known without its values.
            decoded?.Release();
        }

        task.Told = task.Metadata.Materialise(_keys);
        task.IsPrepared = true;
        return null;
    }

    private void Copy(WorkerTask task, ReadOnlySpan<byte> bytes)
    {
        task.Input = exchange.Rent(bytes.Length);
        bytes.CopyTo(task.Input.GetSpan());
    }

    // As in multio: both keys are needed. ecCodes gives its flags as numbers.
    private static double? MissingOf(Metadata metadata) =>
        metadata.TryGet(BitmapPresent, out var present) && (present.TryGetBool(out var flag) ? flag : present.TryGetInt64(out var number) && number != 0)
        && metadata.TryGet(MissingValue, out var value) && value.TryGetNumber(out var mark)
            ? mark
            : null;

    private static Metadata WithMissing(Metadata metadata, double? missing) => missing is { } mark
        ? metadata.Change().Set(BitmapPresent, true).Set(MissingValue, mark).Build()
        : metadata.With(BitmapPresent, false);
}
