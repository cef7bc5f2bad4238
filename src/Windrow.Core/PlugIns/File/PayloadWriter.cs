using System.Runtime.InteropServices;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Payloads;

namespace Windrow.Core.PlugIns.File;

/// <summary>Writes a payload as it is: octets, the values of a field in the machine's order, or the content of another file.</summary>
internal static class PayloadWriter
{
    public static void Write(IWritableFile file, Payload payload, IFileSystem files)
    {
        switch (payload)
        {
            case BytesPayload bytes:
                file.Write(bytes.Span);
                break;
            case FieldPayload { Precision: Precision.Double } field:
                file.Write(MemoryMarshal.AsBytes(field.Doubles));
                break;
            case FieldPayload field:
                file.Write(MemoryMarshal.AsBytes(field.Singles));
                break;
            case FilePayload source:
                Copy(source.Path, file, files);
                break;
            default:
                throw new FailureException(Failure.Permanent($"a payload of type {payload.GetType().Name} cannot be written to a file"));
        }
    }

    private static void Copy(string from, IWritableFile to, IFileSystem files)
    {
        using var stream = files.OpenRead(from);
        using var buffer = NativeBufferPool.Shared.Rent(1 << 20);
        for (var read = stream.Read(buffer.GetSpan()); read > 0; read = stream.Read(buffer.GetSpan()))
            to.Write(buffer.GetSpan()[..read]);
    }
}
