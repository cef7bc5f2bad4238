using System.Globalization;
using Windrow.Core.Binary;
using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Payloads;
using Windrow.Storage.Sqlite;

namespace Windrow.Storage.Upkeep;

/// <summary>
/// Reads all of a flow's state and tells what is damaged: the database's own structure, the checksum of every message,
/// every payload file against its hash. It changes nothing, and may run beside the flow.
/// </summary>
public sealed class StateVerifier
{
    private static readonly string[] Tables = ["queue", "queued", "item", "dead_letter", "payload"];

    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly List<string> _problems = [];
    private long _problemCount;

    private StateVerifier(IFileSystem files, string directory)
    {
        _files = files;
        _directory = directory;
    }

    /// <summary>Whether there is state at all.</summary>
    public static bool Exists(IFileSystem files, string directory) => files.Find(Path.Combine(directory, SqliteStateStore.FileName)) is not null;

    /// <summary>Only what costs nothing: whether the state can be opened, and by this version.</summary>
    /// <returns>What is wrong; null when nothing is, or when there is no state.</returns>
    public static string? Glance(IFileSystem files, string directory)
    {
        if (!Exists(files, directory))
            return null;
        try
        {
            using var database = Connect(directory);
            var schema = StateSchema.VersionOf(database);
            return StateSchema.Refusal(schema, database.Path);
        }
        catch (Exception exception) when (exception is SqliteException or DllNotFoundException)
        {
            return exception.Message;
        }
    }

    /// <summary>Whether others than its owner may look into the state.</summary>
    /// <returns>The mode that lets them, in octal digits; null when they may not, or when there is no state.</returns>
    public static string? OpenToOthers(IFileSystem files, string directory)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        return files.Find(directory) is { IsDirectory: true } entry && (entry.Mode & Others) != 0 ? Convert.ToString((int)entry.Mode, 8) : null;
    }

    /// <exception cref="StateException">The database cannot be read at all.</exception>
    public static StateReport Verify(IFileSystem files, string directory) =>
        StateErrors.Translating(() => new StateVerifier(files, directory).Verify());

    internal static SqliteDatabase Connect(string directory) =>
        SqliteDatabase.Open(Path.Combine(directory, SqliteStateStore.FileName), new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });

    private StateReport Verify()
    {
        var isInUse = StateLock.IsTaken(Path.Combine(_directory, StateLock.FileName));
        using var database = Connect(_directory);

        // One view of all tables, while the flow goes on.
        database.Execute("BEGIN"u8);
        var schema = StateSchema.VersionOf(database);
        if (StateSchema.Refusal(schema, database.Path) is { } refusal)
            throw new StateException(StateTrouble.Unusable, refusal);
        foreach (var finding in Texts(database, "PRAGMA integrity_check"))
        {
            if (finding != "ok")
                Problem($"the database: {finding}");
        }

        VerifyMessages(database, "SELECT sequence, body FROM queued WHERE priority >= 0 ORDER BY sequence", "message {0} of the queue");
        VerifyMessages(database, "SELECT number, body FROM dead_letter WHERE length(body) > 0 ORDER BY number", "dead letter {0}");
        var counts = Tables.Select(table => KeyValuePair.Create(table, Number(database, $"SELECT count(*) FROM {table}"))).ToList();
        var (payloads, bytes) = VerifyPayloads(database);
        var (orphans, putAside) = CountOthers(database, isInUse);
        return new StateReport(_directory, schema, isInUse, counts, payloads, bytes, orphans, putAside, _problems, _problemCount);
    }

    private void VerifyMessages(SqliteDatabase database, string sql, string what)
    {
        using var rows = database.Prepare(sql);
        while (rows.Step())
        {
            if (!MessageBinary.IsWhole(rows.Blob(1)))
                Problem($"{string.Format(CultureInfo.InvariantCulture, what, rows.Int64(0))} does not have its checksum");
        }
    }

    private (long Count, long Bytes) VerifyPayloads(SqliteDatabase database)
    {
        var (count, bytes) = (0L, 0L);
        using var rows = database.Prepare("SELECT hash, length FROM payload");
        while (rows.Step())
        {
            var (hash, length) = (rows.Text(0), rows.Int64(1));
            if (PayloadFiles.Check(_files, Path.Combine(_directory, SqliteStateStore.PayloadsName, hash), hash, length) is not { } problem)
            {
                count++;
                bytes += length;
            }
            else if (IsStillNamed(hash))
            {
                Problem(problem);
            }
        }

        return (count, bytes);
    }

    // The flow may have done with it since the view was opened.
    private bool IsStillNamed(string hash)
    {
        using var now = Connect(_directory);
        using var named = now.Prepare("SELECT 1 FROM payload WHERE hash = ?1");
        named.BindText(1, hash);
        return named.Step();
    }

    private (long Orphans, long PutAside) CountOthers(SqliteDatabase database, bool isInUse)
    {
        var (orphans, putAside) = (0L, 0L);
        var directory = Path.Combine(_directory, SqliteStateStore.PayloadsName);
        if (_files.Find(directory) is not { IsDirectory: true })
            return default;
        using var named = database.Prepare("SELECT 1 FROM payload WHERE hash = ?1");
        foreach (var file in _files.List(directory))
        {
            if (PayloadFiles.IsPutAside(file.Path))
            {
                putAside++;
                continue;
            }

            named.BindText(1, Path.GetFileName(file.Path));
            if (!named.Step() && !isInUse)
                orphans++;
            named.Reset();
        }

        return (orphans, putAside);
    }

    private void Problem(string text)
    {
        if (_problemCount++ < StateReport.MostProblems)
            _problems.Add(text);
    }

    private static long Number(SqliteDatabase database, string sql)
    {
        using var statement = database.Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    private static List<string> Texts(SqliteDatabase database, string sql)
    {
        using var statement = database.Prepare(sql);
        var texts = new List<string>();
        while (statement.Step())
            texts.Add(statement.Text(0));
        return texts;
    }
}
