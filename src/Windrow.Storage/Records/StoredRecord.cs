using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Products;

namespace Windrow.Storage.Records;

/// <summary>How dead letters and products stand in rows of every kind of store, and what is made of such as are damaged.</summary>
internal static class StoredRecord
{
    public static byte[] Bytes(Metadata metadata)
    {
        var writer = new ByteWriter();
        MetadataBinary.Write(writer, metadata);
        return writer.Written.ToArray();
    }

    public static byte[] Bytes(Lineage inputs)
    {
        var writer = new ByteWriter();
        Lineage.Write(writer, inputs.Origins);
        return writer.Written.ToArray();
    }

    /// <summary>Null: there was none.</summary>
    public static byte[]? Bytes(IReadOnlyList<FailedTry> tries)
    {
        if (tries.Count == 0)
            return null;
        var writer = new ByteWriter();
        FailedTry.Write(writer, tries);
        return writer.Written.ToArray();
    }

    public static Metadata ToMetadata(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        try
        {
            // What stands in a letter has no lazy tail, so no formats are needed.
            return MetadataBinary.Read(ref reader, new StoredFormats());
        }
        catch (CorruptDataException exception)
        {
            return Metadata.From(("damaged", exception.Message));
        }
    }

    public static Lineage ToLineage(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        try
        {
            return new Lineage(Lineage.Read(ref reader));
        }
        catch (CorruptDataException)
        {
            return new Lineage();
        }
    }

    public static IReadOnlyList<FailedTry> ToTries(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return [];
        var reader = new ByteReader(bytes);
        try
        {
            return FailedTry.Read(ref reader);
        }
        catch (CorruptDataException)
        {
            return [];
        }
    }

    /// <summary>The reason in its line, and the detail, where there is one, behind it.</summary>
    public static string ReasonOf(Failure failure) => failure.Detail is { } detail ? $"{failure.Reason}\n{detail}" : failure.Reason;

    public static Failure ToFailure(string errorClass, string reason, string? advice)
    {
        var why = reason.Split('\n', 2);
        return new Failure(Enum.TryParse<ErrorClass>(errorClass, out var known) ? known : ErrorClass.Fault, why[0], advice) { Detail = why.Length > 1 ? why[1] : null };
    }

    public static MessageKind ToKind(string kind) => Enum.TryParse<MessageKind>(kind, out var known) ? known : MessageKind.Event;

    public static DateTimeOffset ToTime(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
