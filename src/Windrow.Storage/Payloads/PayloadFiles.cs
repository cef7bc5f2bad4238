using System.Globalization;
using System.Security.Cryptography;
using Windrow.Core.Binary;
using Windrow.Core.IO;
using Windrow.Core.Payloads;
using Windrow.Core.State;
using Windrow.Storage.Sqlite;

namespace Windrow.Storage.Payloads;

/// <summary>
/// Payloads as files named by the SHA-256 of their content, in one directory. A file is complete when it has its name, so
/// what a crash leaves is either whole or a draft, and both are removed at the next start when no row names them.
/// </summary>
/// <param name="isNamed">Whether a durable row names a payload.</param>
internal sealed class PayloadFiles(IFileSystem files, string directory, Func<string, bool> isNamed) : IPayloadStore
{
    private const string Draft = ".part";
    private const string PutAside = ".damaged";

    private readonly Lock _lock = new();

    // Payloads that somebody is about to name in a row, and how many do.
    private readonly Dictionary<string, int> _kept = new(StringComparer.Ordinal);
    private long _drafts;
    private long _damaged;
    private long _bytes;

    /// <summary>Files that did not hold what their name says, and were put aside.</summary>
    public long Damaged => Volatile.Read(ref _damaged);

    /// <summary>Bytes of the files that there are.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>How many bytes the files may have; asked for each new one.</summary>
    public Func<long> Allowance { get; init; } = static () => long.MaxValue;

    public PayloadReference Keep(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        var payload = new PayloadReference(Convert.ToHexStringLower(digest), bytes.Length);
        lock (_lock)
            _kept[payload.Hash] = _kept.GetValueOrDefault(payload.Hash) + 1;
        try
        {
            if (files.Find(PathOf(payload.Hash))?.Length != bytes.Length)
                Write(payload.Hash, bytes);
            return payload;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Release(payload);
            throw StateErrors.Translate(exception);
        }
    }

    public void Release(PayloadReference payload)
    {
        lock (_lock)
        {
            if (--_kept[payload.Hash] > 0)
                return;
            _kept.Remove(payload.Hash);

            // The row may have been given up, or its queue had the message already, or another row let go of it meanwhile.
            if (!isNamed(payload.Hash))
                DeleteUnnamed(payload.Hash);
        }
    }

    public NativeBuffer Read(PayloadReference payload)
    {
        var path = PathOf(payload.Hash);
        var buffer = NativeBufferPool.Shared.Rent(checked((int)payload.Length));
        try
        {
            var bytes = buffer.GetSpan()[..(int)payload.Length];
            using (var stream = files.OpenRead(path))
            {
                if (stream.Length == payload.Length)
                    stream.ReadExactly(bytes);
            }

            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes, digest);
            if (Convert.ToHexStringLower(digest) == payload.Hash)
                return buffer;
            Interlocked.Increment(ref _damaged);
            files.Move(path, path + PutAside);
            throw new CorruptDataException($"the payload '{path}' does not hold what was stored; it was renamed to '{Path.GetFileName(path)}{PutAside}'");
        }
        catch (Exception exception)
        {
            buffer.Return();
            if (exception is IOException or UnauthorizedAccessException)
                throw new CorruptDataException($"the payload '{path}' cannot be read: {exception.Message}", exception);
            throw;
        }
    }

    /// <summary>Reads a payload file piece by piece, and says what is wrong with it; null when nothing is.</summary>
    public static string? Check(IFileSystem files, string path, string hash, long length)
    {
        try
        {
            using var stream = files.OpenRead(path);
            return stream.Length == length && Convert.ToHexStringLower(SHA256.HashData(stream)) == hash ? null : $"the payload '{path}' does not hold what was stored";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the payload '{path}' cannot be read: {exception.Message}";
        }
    }

    public static bool IsPutAside(string path) => path.EndsWith(PutAside, StringComparison.Ordinal);

    /// <summary>Deletes a payload that no row names any more, unless one is about to.</summary>
    public void Delete(string hash)
    {
        lock (_lock)
        {
            if (!_kept.ContainsKey(hash))
                DeleteUnnamed(hash);
        }
    }

    /// <summary>Deletes what a crash left: drafts, and payloads that no row names.</summary>
    public void Sweep()
    {
        if (files.Find(directory) is not { IsDirectory: true })
            return;
        foreach (var file in files.List(directory))
        {
            var name = Path.GetFileName(file.Path);
            if (!IsPutAside(name) && !isNamed(name))
                files.Delete(file.Path);
            else
                _bytes += file.Length;
        }
    }

    private string PathOf(string hash) => Path.Combine(directory, hash);

    private void Write(string hash, ReadOnlySpan<byte> bytes)
    {
        if (Bytes + bytes.Length > Allowance())
            throw new StateException(StateTrouble.Full, "the state has reached 'settings.state-maximum'; messages wait until others are done");
        files.CreateDirectory(directory);
        var draft = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{hash}.{Interlocked.Increment(ref _drafts)}{Draft}"));
        try
        {
            using (var file = files.OpenWrite(draft))
            {
                file.Write(bytes);
                file.Sync();
            }

            files.Move(draft, PathOf(hash));
            files.SyncDirectory(directory);
            Interlocked.Add(ref _bytes, bytes.Length);
        }
        catch
        {
            DeleteDraft(draft);
            throw;
        }
    }

    private void DeleteUnnamed(string hash)
    {
        try
        {
            var length = files.Find(PathOf(hash))?.Length ?? 0;
            files.Delete(PathOf(hash));
            Interlocked.Add(ref _bytes, -length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way; the next start tries again.
        }
    }

    private void DeleteDraft(string draft)
    {
        try
        {
            if (files.Find(draft) is not null)
                files.Delete(draft);
        }
        catch (IOException)
        {
            // The next start sweeps it; what is told is the error that came first.
        }
    }
}
