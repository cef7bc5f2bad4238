using Windrow.Core.Binary;
using Windrow.Core.Messages;

namespace Windrow.Core.Payloads;

/// <summary>A file's name and length; the file stays where it is.</summary>
internal sealed class FileFormat : PayloadFormat
{
    public static readonly FileFormat Instance = new();

    public override string Name => "file";

    public override ReadOnlySpan<byte> BytesOf(Payload payload)
    {
        var file = (FilePayload)payload;
        var writer = new ByteWriter();
        writer.Int64(file.Length);
        writer.Text(file.Path);
        return writer.Written;
    }

    public override Payload Read(NativeBuffer buffer, int length, out IMetadataTail? tail)
    {
        tail = null;
        try
        {
            var reader = new ByteReader(buffer.GetSpan()[..length]);
            var size = reader.Int64();
            return new FilePayload(reader.Text(), size);
        }
        finally
        {
            buffer.Return();
        }
    }
}
