using Windrow.Core.IO;
using Windrow.Testing.Faults;

namespace Windrow.Testing.IO;

/// <summary>
/// The file system of this machine, whose operations are counted and fail by a <see cref="FaultPlan"/>. Errors are
/// <see cref="IOException"/>s with the errno of Linux as <c>HResult</c>, as .NET's own. As strict as POSIX: a new name, a
/// rename and a deletion are durable only after <see cref="SyncDirectory"/>, content after <see cref="IWritableFile.Sync"/>.
/// </summary>
/// <remarks>Syncs are not passed on: the plan takes back what was not synced, and nobody pulls the real plug.</remarks>
public sealed class FaultyFileSystem(FaultPlan plan) : IFileSystem
{
    private readonly PhysicalFileSystem _below = new();

    public FileEntry? Find(string path) => Do(OperationKind.Inspect, path, () => _below.Find(path));

    public IReadOnlyList<FileEntry> List(string directory, bool recursive = false) =>
        Do(OperationKind.Inspect, directory, () => _below.List(directory, recursive));

    public IReadOnlyList<string> Directories(string directory) => Do(OperationKind.Inspect, directory, () => _below.Directories(directory));

    public void CreateDirectory(string path, bool isPrivate = false) => Do(OperationKind.CreateDirectory, path, () => _below.CreateDirectory(path, isPrivate));

    public Stream OpenRead(string path) =>
        Do(OperationKind.Open, path, () => new FaultyReadStream(plan, path, _below.OpenRead(path)));

    public IWritableFile OpenWrite(string path, bool append = false) => Do(
        OperationKind.Open,
        path,
        () =>
        {
            var before = append || !File.Exists(path) ? [] : File.ReadAllBytes(path);
            var isNew = !File.Exists(path);
            var below = _below.OpenWrite(path, append);
            var file = plan.Unsynced[path];
            if (isNew)
                plan.Unsynced.Add(new Created(file));
            else if (before.Length > 0)
                plan.Unsynced.Add(new ContentChanged(file, 0, before, before.Length, []));
            return new FaultyFile(plan, file, below);
        });

    public void Move(string from, string to) => Do(
        OperationKind.Move,
        from,
        () =>
        {
            var replaced = File.Exists(to) ? File.ReadAllBytes(to) : null;
            _below.Move(from, to);
            plan.Unsynced.Move(from, to, replaced);
        });

    public void Delete(string path) => Do(
        OperationKind.Delete,
        path,
        () =>
        {
            if (File.Exists(path))
                plan.Unsynced.Delete(path, File.ReadAllBytes(path));
            _below.Delete(path);
        });

    public IDisposable Watch(string directory, bool recursive, Action<FileChange> changed) =>
        Do(OperationKind.Inspect, directory, () => _below.Watch(directory, recursive, changed));

    /// <summary>What becomes of a link that is not synced is not followed: nothing reads one on recovery.</summary>
    public void ReplaceLink(string path, string target) => Do(OperationKind.Move, path, () => _below.ReplaceLink(path, target));

    public void SyncDirectory(string path) => Do(OperationKind.SyncDirectory, path, () => plan.Unsynced.SyncNames(path));

    private void Do(OperationKind kind, string path, Action action) => Do(
        kind,
        path,
        () =>
        {
            action();
            return true;
        });

    private T Do<T>(OperationKind kind, string path, Func<T> action)
    {
        lock (plan.Gate)
        {
            return plan.Begin(kind, path) switch
            {
                FaultVerdict.Pass => action(),
                FaultVerdict.Pretend => default!,
                _ => throw InjectedError.Io(plan, path),
            };
        }
    }
}
