using Windrow.Core.Binary;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>How far an upload has come.</summary>
/// <param name="At">When that was, UTC.</param>
/// <param name="IsDone">Whether the server has it; false: it was about to be sent, and nobody knows.</param>
/// <param name="Part">What the server has called the first half of an upload in two; empty: there is none yet.</param>
internal sealed record UploadStep(DateTime At, bool IsDone, string Part)
{
    public byte[] ToBytes()
    {
        var row = new ByteWriter();
        row.Int64(At.Ticks);
        row.Flag(IsDone);
        row.Text(Part);
        return row.Written.ToArray();
    }

    /// <exception cref="CorruptDataException">The bytes are none.</exception>
    public static UploadStep From(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        return new UploadStep(reader.Time(), reader.Flag(), reader.Text());
    }
}
