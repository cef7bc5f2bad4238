using Windrow.Core.State;
using Windrow.Native.Sqlite;

namespace Windrow.Storage.Sqlite;

/// <summary>
/// The tables of a state store. Each version is a script that makes it of the one before; a store is brought to the
/// newest version when it is opened, in one transaction. A script that was released never changes.
/// </summary>
internal static class StateSchema
{
    // Times are ticks of 100 ns in UTC, ids 16 bytes. A row of priority -1 is done, and only its id is still of use. The sequence is given by the program, so that a number is not used
    // again while it runs, which the row id of SQLite alone does not promise.
    private const string First = """
        CREATE TABLE queue(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE queued(
            sequence INTEGER PRIMARY KEY,
            queue INTEGER NOT NULL REFERENCES queue(number),
            id BLOB NOT NULL,
            priority INTEGER NOT NULL,
            key INTEGER,
            arrived INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            payload TEXT,
            body BLOB NOT NULL);
        CREATE UNIQUE INDEX queued_by_id ON queued(queue, id);
        CREATE INDEX queued_by_priority ON queued(queue, priority);
        CREATE INDEX queued_by_key ON queued(queue, key) WHERE key IS NOT NULL;
        CREATE TABLE payload(hash TEXT PRIMARY KEY, length INTEGER NOT NULL, holders INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE item(
            scope TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, payload TEXT,
            PRIMARY KEY (scope, key)) WITHOUT ROWID;
        CREATE TABLE dead_letter(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            plan TEXT NOT NULL, action TEXT NOT NULL, id BLOB NOT NULL,
            kind TEXT NOT NULL, source TEXT NOT NULL, position TEXT NOT NULL, offset INTEGER NOT NULL,
            metadata BLOB NOT NULL,
            class TEXT NOT NULL, reason TEXT NOT NULL, advice TEXT,
            attempts INTEGER NOT NULL, at INTEGER NOT NULL, configuration TEXT NOT NULL,
            payload TEXT, body BLOB NOT NULL,
            UNIQUE (plan, action, id));
        """;

    // What sinks have made. Entries of one file are found by its path, all by their time.
    private const string Second = """
        CREATE TABLE product(
            path TEXT NOT NULL, id BLOB NOT NULL, configuration TEXT NOT NULL,
            offset INTEGER NOT NULL, length INTEGER NOT NULL,
            plan TEXT NOT NULL, action TEXT NOT NULL, location TEXT NOT NULL, version TEXT NOT NULL,
            attempts INTEGER NOT NULL, at INTEGER NOT NULL, inputs BLOB NOT NULL,
            PRIMARY KEY (path, id, configuration)) WITHOUT ROWID;
        CREATE INDEX product_by_time ON product(at);
        CREATE TABLE product_file(path TEXT PRIMARY KEY, length INTEGER NOT NULL, is_open INTEGER NOT NULL) WITHOUT ROWID;
        """;

    // Runs of the flow, and who has what for how long. The row of a lease that was given back stays, as its token only grows.
    private const string Third = """
        CREATE TABLE run(
            number INTEGER PRIMARY KEY,
            start INTEGER NOT NULL, end INTEGER, ended TEXT,
            configuration TEXT NOT NULL, version TEXT NOT NULL, host TEXT NOT NULL, process INTEGER NOT NULL);
        CREATE TABLE lease(
            name TEXT PRIMARY KEY,
            host TEXT NOT NULL, process INTEGER NOT NULL, token INTEGER NOT NULL,
            since INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
        ALTER TABLE product ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
        """;

    // What failed before a product was made.
    private const string Fourth = "ALTER TABLE product ADD COLUMN tries BLOB;";

    // What is in a data set; one takes the place of another by its name in that.
    private const string Fifth = """
        ALTER TABLE product ADD COLUMN part TEXT;
        CREATE INDEX product_by_part ON product(path, part) WHERE part IS NOT NULL;
        """;

    private static readonly string[] Scripts = [First, Second, Third, Fourth, Fifth];

    public static long Newest => Scripts.Length;

    /// <summary>Makes or upgrades the tables.</summary>
    /// <exception cref="StateException">The store was written by a later version of the program.</exception>
    public static void Upgrade(SqliteDatabase database)
    {
        var version = VersionOf(database);
        if (Refusal(version, database.Path) is { } refusal)
            throw new StateException(StateTrouble.Unusable, refusal);
        for (; version < Scripts.Length; version++)
        {
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                database.Execute(Scripts[version]);
                database.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}"));
                database.Execute("COMMIT");
            }
            catch
            {
                if (database.IsInTransaction)
                    database.Execute("ROLLBACK");
                throw;
            }
        }
    }

    /// <summary>Why a store of a version cannot be used; null: it can, after an upgrade if it is older.</summary>
    public static string? Refusal(long version, string path) => version <= Newest
        ? null
        : $"the state in '{path}' has schema {version}, this program knows up to {Newest}; use the version of Windrow that wrote it, or a later one";

    /// <summary>Refuses a store that this program cannot read as it is; one that is only older is upgraded by the next run.</summary>
    /// <exception cref="StateException">It is of another schema.</exception>
    public static void CheckReadable(SqliteDatabase database)
    {
        if (VersionOf(database) is var version && version != Scripts.Length)
            throw new StateException(StateTrouble.Unusable, $"the state in '{database.Path}' has schema {version}, this program reads {Scripts.Length}; {(version < Scripts.Length ? "run the flow once with it" : "use the version of Windrow that wrote it, or a later one")}");
    }

    public static long VersionOf(SqliteDatabase database)
    {
        using var statement = database.Prepare("PRAGMA user_version");
        statement.Step();
        return statement.Int64(0);
    }
}
