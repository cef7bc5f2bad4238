using Windrow.Testing.Faults;

namespace Windrow.Testing.Sqlite;

/// <summary>One open file of a <see cref="FaultyVfs"/>.</summary>
/// <param name="vfs">Whose file it is.</param>
/// <param name="path">Empty for a temporary file.</param>
/// <param name="below">The file of the VFS below.</param>
/// <param name="syncsDirectory">Whether its first sync is one of its directory too, as the unix VFS does for journals that it creates.</param>
internal sealed unsafe class FaultyVfsFile(FaultyVfs vfs, string path, VfsFileLayout* below, bool syncsDirectory)
{
    private const int ShmUnlockFlag = 1;
    private bool _syncsDirectory = syncsDirectory;

    private FaultPlan Plan => vfs.Plan;

    private VfsMethodsLayout* Methods => below->Methods;

    /// <summary>Passes on in any state, so that a dead connection leaves no locks behind in this process.</summary>
    public int Close() => Methods->Close(below);

    public int Read(byte* bytes, int length, long offset)
    {
        lock (Plan.Gate)
        {
            return Passes(OperationKind.Read, offset, length) ? Methods->Read(below, bytes, length, offset) : vfs.Fail(VfsCode.Read);
        }
    }

    public int Write(byte* bytes, int length, long offset)
    {
        lock (Plan.Gate)
        {
            switch (Plan.Begin(OperationKind.Write, path, offset, length))
            {
                case FaultVerdict.Pass:
                    return WriteThrough(bytes, length, offset);
                case FaultVerdict.FailFull:
                    return VfsCode.Full;
                case FaultVerdict.HalfAndFail:
                    _ = WriteThrough(bytes, length / 2, offset);
                    return vfs.Fail(VfsCode.Write);
                case FaultVerdict.HalfAndPass:
                    return WriteThrough(bytes, length / 2, offset);
                default:
                    return vfs.Fail(VfsCode.Write);
            }
        }
    }

    public int Truncate(long length)
    {
        lock (Plan.Gate)
        {
            switch (Plan.Begin(OperationKind.Truncate, path, length))
            {
                case FaultVerdict.Pretend:
                    return VfsCode.Ok;
                case not FaultVerdict.Pass:
                    return vfs.Fail(VfsCode.Truncate);
            }

            Remember(length, long.MaxValue, []);
            return Methods->Truncate(below, length);
        }
    }

    public int Sync(int flags)
    {
        lock (Plan.Gate)
        {
            if (!Passes(OperationKind.Sync))
                return vfs.Fail(VfsCode.Sync);
            if (path.Length == 0 || Plan.PretendsToSync())
                return VfsCode.Ok;
            Plan.Unsynced.SyncWhole(path); // with the name of a new file, as the usual file systems do
            if (_syncsDirectory)
                Plan.Unsynced.SyncNames(Path.GetDirectoryName(path)!);
            _syncsDirectory = false;
            return VfsCode.Ok;
        }
    }

    public int FileSize(long* size)
    {
        lock (Plan.Gate)
            return Passes(OperationKind.Inspect) ? Methods->FileSize(below, size) : vfs.Fail(VfsCode.FileSize);
    }

    public int Lock(int level)
    {
        lock (Plan.Gate)
            return Passes(OperationKind.Lock) ? Methods->Lock(below, level) : vfs.Fail(VfsCode.Lock);
    }

    public int Unlock(int level) => Methods->Unlock(below, level);

    public int CheckReservedLock(int* result)
    {
        lock (Plan.Gate)
            return Passes(OperationKind.Lock) ? Methods->CheckReservedLock(below, result) : vfs.Fail(VfsCode.CheckReservedLock);
    }

    public int FileControl(int operation, void* argument) => Methods->FileControl(below, operation, argument);

    public int SectorSize() => Methods->SectorSize(below);

    public int DeviceCharacteristics() => Methods->DeviceCharacteristics(below);

    public int ShmMap(int region, int size, int extends, void** memory)
    {
        lock (Plan.Gate)
        {
            if (Passes(OperationKind.SharedMemory))
                return Methods->ShmMap(below, region, size, extends, memory);
            *memory = null;
            return vfs.Fail(VfsCode.ShmMap);
        }
    }

    public int ShmLock(int offset, int count, int flags)
    {
        if ((flags & ShmUnlockFlag) != 0)
            return Methods->ShmLock(below, offset, count, flags);
        lock (Plan.Gate)
            return Passes(OperationKind.SharedMemory) ? Methods->ShmLock(below, offset, count, flags) : vfs.Fail(VfsCode.ShmLock);
    }

    public void ShmBarrier() => Methods->ShmBarrier(below);

    /// <summary>The dead delete nothing.</summary>
    public int ShmUnmap(int deletes) => Methods->ShmUnmap(below, Plan.IsDown ? 0 : deletes);

    private bool Passes(OperationKind kind, long offset = 0, long length = 0) =>
        Plan.Begin(kind, path, offset, length) == FaultVerdict.Pass;

    private int WriteThrough(byte* bytes, int length, long offset)
    {
        Remember(offset, length, new ReadOnlySpan<byte>(bytes, length));
        return Methods->Write(below, bytes, length, offset);
    }

    private void Remember(long offset, long length, ReadOnlySpan<byte> after)
    {
        if (path.Length == 0)
            return;
        long size;
        _ = Methods->FileSize(below, &size);
        var before = new byte[Math.Clamp(size - offset, 0, length)];
        fixed (byte* target = before)
        {
            if (before.Length > 0)
                _ = Methods->Read(below, target, before.Length, offset);
        }

        Plan.Unsynced.Add(new ContentChanged(Plan.Unsynced[path], offset, before, size, after.ToArray()));
    }
}
