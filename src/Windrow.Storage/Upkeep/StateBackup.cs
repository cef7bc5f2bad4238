using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Sqlite;

namespace Windrow.Storage.Upkeep;

/// <summary>
/// Copies of a flow's state: a directory of the same form. One is complete when its database has its name, which is the
/// last thing that it gets.
/// </summary>
public sealed class StateBackup(IFileSystem files)
{
    private const string Draft = ".part";
    private const string Replaced = ".replaced";
    private const int Tries = 5;

    /// <summary>Copies the state as it is at one moment; a flow may run on it meanwhile.</summary>
    /// <exception cref="StateException">It could not be read or written, or there is a backup at the place already.</exception>
    public void Create(string state, string target, CancellationToken cancellation = default) => StateErrors.Translating(() =>
    {
        if (!StateVerifier.Exists(files, state))
            throw new StateException(StateTrouble.Unusable, $"there is no state in '{state}'");
        if (StateVerifier.Exists(files, target))
            throw new StateException(StateTrouble.Unusable, $"there is a backup in '{target}' already; name another directory");
        files.CreateDirectory(target, isPrivate: true);
        files.CreateDirectory(PayloadsOf(target));
        CopyUntilWhole(state, target, cancellation);
        Publish(target);
        return true;
    });

    /// <summary>Puts a backup in place of a flow's state.</summary>
    /// <param name="force">Whether state that is there may be replaced; it is kept under another name until the next restore.</param>
    /// <exception cref="StateException">The flow runs, there is state already, or the backup is damaged.</exception>
    public void Restore(string backup, string state, bool force) => StateErrors.Translating(() =>
    {
        if (!StateVerifier.Exists(files, backup))
            throw new StateException(StateTrouble.Unusable, $"there is no backup in '{backup}', or it was never finished");
        files.CreateDirectory(state, isPrivate: true);
        files.CreateDirectory(PayloadsOf(state));
        using var stateLock = StateLock.Take(Path.Combine(state, StateLock.FileName));
        if (StateVerifier.Exists(files, state) && !force)
            throw new StateException(StateTrouble.Unusable, $"there is state in '{state}' already; --force replaces it");
        if (StateVerifier.Verify(files, backup) is { IsSound: false } report)
            throw new StateException(StateTrouble.Corrupt, $"the backup in '{backup}' is damaged: {report.Problems[0]}");
        foreach (var hash in PayloadsIn(Path.Combine(backup, SqliteStateStore.FileName)))
            Copy(Path.Combine(PayloadsOf(backup), hash), Path.Combine(PayloadsOf(state), hash));
        files.SyncDirectory(PayloadsOf(state));
        using (var source = StateVerifier.Connect(backup))
            source.BackUpTo(DraftOf(state));
        PutOldAside(state);
        Publish(state);
        return true;
    });

    private static string PayloadsOf(string directory) => Path.Combine(directory, SqliteStateStore.PayloadsName);

    private static string DraftOf(string directory) => Path.Combine(directory, SqliteStateStore.FileName + Draft);

    // What a running flow has removed in between is not named by the next copy. What is missing time and again is lost.
    private void CopyUntilWhole(string state, string target, CancellationToken cancellation)
    {
        var (lost, times) = ((string?)null, 0);
        while (TryCopy(state, target, cancellation) is { } missing)
        {
            cancellation.ThrowIfCancellationRequested();
            (lost, times) = (missing, missing == lost ? times + 1 : 1);
            if (times == Tries)
                throw new StateException(StateTrouble.Corrupt, $"the payload {lost} of '{state}' is missing; see 'windrow state verify'");
        }
    }

    // Payloads are pinned first, as the flow removes those that are done.
    private string? TryCopy(string state, string target, CancellationToken cancellation)
    {
        if (files.Find(PayloadsOf(state)) is { IsDirectory: true })
        {
            foreach (var file in files.List(PayloadsOf(state)))
                TryPin(file.Path, target);
        }

        using (var source = StateVerifier.Connect(state))
            source.BackUpTo(DraftOf(target), cancellation: cancellation);
        var named = PayloadsIn(DraftOf(target));
        foreach (var hash in named)
        {
            if (!TryPin(Path.Combine(PayloadsOf(state), hash), target))
                return hash;
        }

        foreach (var file in files.List(PayloadsOf(target)))
        {
            if (!named.Contains(Path.GetFileName(file.Path)))
                files.Delete(file.Path);
        }

        files.SyncDirectory(PayloadsOf(target));
        return null;
    }

    private bool TryPin(string path, string target)
    {
        var copy = Path.Combine(PayloadsOf(target), Path.GetFileName(path));
        if (files.Find(copy) is not null)
            return true;
        if (HardLink.TryCreate(path, copy))
            return true;
        try
        {
            Copy(path, copy);
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    // Whole or not at all, and durable when its directory is.
    private void Copy(string from, string to)
    {
        using (var source = files.OpenRead(from))
        using (var copy = files.OpenWrite(to + Draft))
        {
            var buffer = new byte[1 << 20];
            int count;
            while ((count = source.Read(buffer)) > 0)
                copy.Write(buffer.AsSpan(0, count));
            copy.Sync();
        }

        files.Move(to + Draft, to);
    }

    private static HashSet<string> PayloadsIn(string path)
    {
        using var database = SqliteDatabase.Open(path, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadWrite });
        using var rows = database.Prepare("SELECT hash FROM payload");
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Step())
            hashes.Add(rows.Text(0));
        return hashes;
    }

    // The log goes with its database, under the name that SQLite looks for.
    private void PutOldAside(string state)
    {
        var path = Path.Combine(state, SqliteStateStore.FileName);
        foreach (var suffix in new[] { "-wal", "" })
        {
            if (files.Find(path + suffix) is not null)
                files.Move(path + suffix, path + Replaced + suffix);
            else if (files.Find(path + Replaced + suffix) is not null)
                files.Delete(path + Replaced + suffix);
        }

        if (files.Find(path + "-shm") is not null)
            files.Delete(path + "-shm");
    }

    private void Publish(string directory)
    {
        files.Move(DraftOf(directory), Path.Combine(directory, SqliteStateStore.FileName));
        files.SyncDirectory(directory);
    }
}
