using System.Globalization;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.IO;
using Windrow.Core.Payloads;
using Windrow.Core.State;

namespace Windrow.Events.Amqp.Stages;

/// <summary>
/// Payloads that are too large for a broker, as files of a directory that all hosts have. A file belongs to one message, and is removed when that is done. One that is
/// left by a crash between the two stays, and may be deleted by hand when it is older than anything in the queues.
/// </summary>
/// <param name="directory">Null: there is none.</param>
internal sealed class SharedPayloads(string? directory, long inlineAtMost, EngineServices services) : IPayloadStore
{
    private readonly IFileSystem _files = services.Files;
    private readonly Lock _names = new();

    public PayloadReference Keep(ReadOnlySpan<byte> bytes)
    {
        if (directory is null)
            throw new NotSupportedException($"its payload of {bytes.Length} bytes is larger than 'inline-at-most' of the broker ({inlineAtMost} bytes); write 'payloads: DIRECTORY' for a directory that all hosts have, or raise it");
        try
        {
            _files.CreateDirectory(directory);
            var name = NewName();
            var path = PathOf(name);
            using (var file = _files.OpenWrite($"{path}.part"))
            {
                file.Write(bytes);
                file.Sync();
            }

            _files.Move($"{path}.part", path);
            _files.SyncDirectory(directory);
            return new PayloadReference(name, bytes.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateException(StateTrouble.Full, $"a payload cannot be kept in '{directory}': {exception.Message}", exception);
        }
    }

    public void Release(PayloadReference payload)
    {
        // It is the message's, not this process's.
    }

    public NativeBuffer Read(PayloadReference payload)
    {
        if (directory is null)
            throw new CorruptDataException("its payload is in a directory of all hosts, and none is named here; write 'payloads: DIRECTORY'");
        try
        {
            using var stream = _files.OpenRead(PathOf(payload.Hash));
            var buffer = NativeBufferPool.Shared.Rent(checked((int)payload.Length));
            stream.ReadExactly(buffer.GetSpan()[..(int)payload.Length]);
            return buffer;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CorruptDataException($"its payload '{PathOf(payload.Hash)}' cannot be read: {exception.Message}");
        }
    }

    /// <summary>The message is done and does not come again.</summary>
    public void Remove(PayloadReference payload)
    {
        try
        {
            _files.Delete(PathOf(payload.Hash));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays.
        }
    }

    private string NewName()
    {
        lock (_names)
            return string.Create(CultureInfo.InvariantCulture, $"{services.Process.Host}-{services.Process.Id}-{services.Random.NextInt64():x16}{services.Random.NextInt64():x16}");
    }

    private string PathOf(string name) => Path.Combine(directory!, name);
}
