using System.Globalization;
using Npgsql;
using Windrow.Core.State;

namespace Windrow.Storage.Postgres;

/// <summary>
/// The tables of a state store in a schema of its own. Each version is a script that makes it of the one before; a store is brought to the newest when
/// it is opened, in one transaction under a lock. A script that was released never changes.
/// </summary>
internal static class PostgresSchema
{
    // Times are ticks of 100 ns in UTC. Texts that are sorted or compared are in the order of their octets. What belongs to one of several
    // processes of a flow names its instance. A row of priority -1 is done, and only its id is still of use.
    private const string First = """
        CREATE TABLE instance(name text COLLATE "C" PRIMARY KEY, writer bigint NOT NULL, written bigint NOT NULL) WITH (fillfactor = 10);
        CREATE TABLE queue(
            number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            instance text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
            UNIQUE (instance, name));
        CREATE TABLE queued(
            queue int NOT NULL, sequence bigint NOT NULL, id uuid NOT NULL,
            priority int NOT NULL, key bigint, arrived bigint NOT NULL, attempts int NOT NULL, not_before bigint NOT NULL,
            bytes bigint NOT NULL, payload text COLLATE "C", body bytea NOT NULL,
            PRIMARY KEY (queue, sequence),
            CONSTRAINT queued_once UNIQUE (queue, id));
        CREATE INDEX queued_by_priority ON queued(queue, priority DESC, sequence) WHERE priority <> 0;
        CREATE INDEX queued_by_key ON queued(queue, key) WHERE key IS NOT NULL;
        CREATE TABLE item(
            instance text COLLATE "C" NOT NULL, scope text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, whole text COLLATE "C",
            value bytea NOT NULL, payload text COLLATE "C",
            PRIMARY KEY (instance, scope, key));
        CREATE TABLE dead_letter(
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            plan text COLLATE "C" NOT NULL, action text COLLATE "C" NOT NULL, id uuid NOT NULL,
            kind text NOT NULL, source text NOT NULL, position text NOT NULL, "offset" bigint NOT NULL,
            metadata bytea NOT NULL,
            class text NOT NULL, reason text NOT NULL, advice text,
            attempts int NOT NULL, at bigint NOT NULL, configuration text NOT NULL,
            payload text COLLATE "C", body bytea NOT NULL, instance text COLLATE "C" NOT NULL,
            UNIQUE (plan, action, id));
        CREATE TABLE product(
            path text COLLATE "C" NOT NULL, whole text COLLATE "C", id uuid NOT NULL, configuration text COLLATE "C" NOT NULL,
            "offset" bigint NOT NULL, length bigint NOT NULL,
            plan text NOT NULL, action text NOT NULL, location text NOT NULL, version text NOT NULL,
            attempts int NOT NULL, at bigint NOT NULL, inputs bytea NOT NULL, run bigint NOT NULL, tries bytea, part text COLLATE "C", instance text COLLATE "C" NOT NULL,
            PRIMARY KEY (path, id, configuration));
        CREATE INDEX product_by_time ON product(at);
        CREATE INDEX product_by_part ON product(path, part) WHERE part IS NOT NULL;
        CREATE TABLE product_file(
            instance text COLLATE "C" NOT NULL, path text COLLATE "C" NOT NULL, length bigint NOT NULL, is_open boolean NOT NULL,
            PRIMARY KEY (instance, path));
        CREATE TABLE run(
            number bigint PRIMARY KEY,
            start bigint NOT NULL, "end" bigint, ended text,
            configuration text NOT NULL, version text NOT NULL, host text NOT NULL, process int NOT NULL, instance text COLLATE "C" NOT NULL);
        CREATE TABLE lease(
            instance text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
            host text NOT NULL, process int NOT NULL, token bigint NOT NULL, since bigint NOT NULL, until bigint NOT NULL,
            PRIMARY KEY (instance, name));

        -- Large payloads by their content, in parts, with how many rows hold each. What is about to be named is held by a row of its own.
        CREATE TABLE payload(hash text COLLATE "C" PRIMARY KEY, length bigint NOT NULL, holders bigint NOT NULL);
        CREATE TABLE payload_part(
            hash text COLLATE "C" NOT NULL REFERENCES payload ON DELETE CASCADE, number int NOT NULL, bytes bytea NOT NULL,
            PRIMARY KEY (hash, number));
        ALTER TABLE payload_part ALTER COLUMN bytes SET STORAGE EXTERNAL;
        CREATE TABLE kept(number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, instance text COLLATE "C" NOT NULL, payload text COLLATE "C" NOT NULL);

        CREATE FUNCTION hold_payload() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN
            IF TG_OP <> 'DELETE' AND NEW.payload IS NOT NULL THEN
                UPDATE payload SET holders = holders + 1 WHERE hash = NEW.payload;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'the payload % is not kept', NEW.payload;
                END IF;
            END IF;
            IF TG_OP <> 'INSERT' AND OLD.payload IS NOT NULL THEN
                UPDATE payload SET holders = holders - 1 WHERE hash = OLD.payload;
            END IF;
            RETURN NULL;
        END $$;

        -- At the end of the transaction, as another row may hold it by then.
        CREATE FUNCTION remove_unheld() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN
            DELETE FROM payload WHERE hash = NEW.hash AND holders <= 0;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER unheld AFTER UPDATE OF holders ON payload DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.holders <= 0) EXECUTE FUNCTION remove_unheld();
        """;

    private const string Holding = """
        CREATE TRIGGER held AFTER INSERT ON {0} FOR EACH ROW WHEN (NEW.payload IS NOT NULL) EXECUTE FUNCTION hold_payload();
        CREATE TRIGGER let_go AFTER DELETE ON {0} FOR EACH ROW WHEN (OLD.payload IS NOT NULL) EXECUTE FUNCTION hold_payload();
        CREATE TRIGGER changed AFTER UPDATE OF payload ON {0} FOR EACH ROW WHEN (OLD.payload IS DISTINCT FROM NEW.payload) EXECUTE FUNCTION hold_payload();
        """;

    // A group of writes begins with this. The row of the instance keeps another session of it out, such as one whose connection was lost in the midst of
    // its commit, until that has ended; and it tells whether the group is written.
    private const string Beginning = """
        CREATE FUNCTION begin_write(_instance text, _writer bigint, _write bigint, _lease text, _token bigint) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        DECLARE
            other record;
        BEGIN
            UPDATE instance SET writer = _writer, written = _write WHERE name = _instance AND (writer <> _writer OR written <> _write);
            IF NOT FOUND THEN
                RAISE EXCEPTION 'written already' USING ERRCODE = 'WR001';
            END IF;
            IF _lease IS NOT NULL THEN
                SELECT host, process, since INTO other FROM lease WHERE instance = _instance AND name = _lease AND token <> _token;
                IF FOUND THEN
                    RAISE EXCEPTION 'process % on % has taken the state over at %, as this process had not been heard of in time; see that clocks agree and that only one of them runs the flow',
                        other.process, other.host, to_char(timestamp '0001-01-01' + make_interval(secs => other.since / 1e7), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') USING ERRCODE = 'WR002';
                END IF;
            END IF;
        END $$;
        """;

    private static readonly string[] Scripts =
    [
        First + string.Concat(new[] { "queued", "item", "dead_letter", "kept" }.Select(HoldingOf)) + Beginning,
        Sets.SharedSetSchema.Script + HoldingOf("collected_member"),
        Sets.SharedSetSchema.Runs,
    ];

    public static long Newest => Scripts.Length;

    /// <summary>The version of the tables; 0: there are none.</summary>
    public static long VersionOf(NpgsqlConnection connection, string schema)
    {
        using var exists = Command(connection, "SELECT to_regclass($1) IS NOT NULL", PostgresParameters.Of($"{PostgresConnections.Quote(schema)}.version"));
        if (exists.ExecuteScalar() is not true)
            return 0;
        using var version = Command(connection, $"SELECT number FROM {PostgresConnections.Quote(schema)}.version");
        return (int)version.ExecuteScalar()!;
    }

    /// <summary>Makes or upgrades the tables.</summary>
    /// <exception cref="StateException">The store was written by a later version of the program.</exception>
    public static void Upgrade(NpgsqlConnection connection, PostgresConnections connections)
    {
        using var transaction = connection.BeginTransaction();
        using (var alone = Command(connection, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", PostgresParameters.Of($"windrow schema {connections.Schema}")))
            alone.ExecuteNonQuery();
        var version = VersionOf(connection, connections.Schema);
        if (Refusal(version, connections) is { } refusal)
            throw new StateException(StateTrouble.Unusable, refusal);
        if (version == 0)
        {
            using var exists = Command(connection, "SELECT 1 FROM pg_namespace WHERE nspname = $1", PostgresParameters.Of(connections.Schema));
            if (exists.ExecuteScalar() is null)
                Run(connection, $"CREATE SCHEMA {PostgresConnections.Quote(connections.Schema)}");
            Run(connection, "CREATE TABLE version(number int NOT NULL); INSERT INTO version VALUES (0)");
        }

        for (; version < Scripts.Length; version++)
            Run(connection, $"{Scripts[version]} UPDATE version SET number = {(version + 1).ToString(CultureInfo.InvariantCulture)};");
        transaction.Commit();
    }

    /// <summary>Why a store of a version cannot be used; null: it can, after an upgrade if it is older.</summary>
    public static string? Refusal(long version, PostgresConnections connections) => version <= Newest
        ? null
        : $"the state in schema '{connections.Schema}' of {connections.Address} has schema version {version}, this program knows up to {Newest}; use the version of Windrow that wrote it, or a later one";

    private static string HoldingOf(string table) => Holding.Replace("{0}", table, StringComparison.Ordinal);

    private static void Run(NpgsqlConnection connection, string script)
    {
        using var command = new NpgsqlCommand(script, connection);
        command.ExecuteNonQuery();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
