using Windrow.Core.IO;
using Windrow.Testing.Faults;

namespace Windrow.Testing.IO;

/// <summary>A file of a <see cref="FaultyFileSystem"/>, open for writing at its end.</summary>
internal sealed class FaultyFile(FaultPlan plan, TrackedFile file, IWritableFile below) : IWritableFile
{
    public string Path => below.Path;

    /// <summary>What the writer believes, which is not what the file has after a lost truncation.</summary>
    public long Length { get; private set; } = below.Length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (plan.Gate)
        {
            switch (plan.Begin(OperationKind.Write, Path, Length, bytes.Length))
            {
                case FaultVerdict.Pass:
                    WriteThrough(bytes);
                    break;
                case FaultVerdict.HalfAndPass:
                    WriteThrough(bytes[..(bytes.Length / 2)]);
                    break;
                case FaultVerdict.HalfAndFail:
                    WriteThrough(bytes[..(bytes.Length / 2)]);
                    Length += bytes.Length / 2;
                    throw InjectedError.Io(plan, Path);
                case FaultVerdict.FailFull:
                    throw InjectedError.Full(plan, Path);
                default:
                    throw InjectedError.Io(plan, Path);
            }

            Length += bytes.Length;
        }
    }

    public void Truncate(long length)
    {
        lock (plan.Gate)
        {
            switch (plan.Begin(OperationKind.Truncate, Path, length))
            {
                case FaultVerdict.Pass:
                    Remember(length);
                    below.Truncate(length);
                    break;
                case FaultVerdict.Pretend:
                    break;
                default:
                    throw InjectedError.Io(plan, Path);
            }

            Length = length;
        }
    }

    public void Sync()
    {
        lock (plan.Gate)
        {
            if (plan.Begin(OperationKind.Sync, Path) != FaultVerdict.Pass)
                throw InjectedError.Io(plan, Path);
            plan.Unsynced.SyncContent(file);
        }
    }

    public void Dispose() => below.Dispose();

    private void WriteThrough(ReadOnlySpan<byte> bytes)
    {
        plan.Unsynced.Add(new ContentChanged(file, below.Length, [], below.Length, bytes.ToArray()));
        below.Write(bytes);
    }

    private void Remember(long length)
    {
        var tail = new byte[Math.Max(0, below.Length - length)];
        using (var handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            RandomAccess.Read(handle, tail, length);
        plan.Unsynced.Add(new ContentChanged(file, length, tail, below.Length, []));
    }
}
