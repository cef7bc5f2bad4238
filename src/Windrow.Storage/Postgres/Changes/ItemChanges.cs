using Windrow.Core.State;

namespace Windrow.Storage.Postgres.Changes;

/// <summary>Changes to what is kept under a scope and a key: of each key the last of a transaction is written, in one statement for each kind of change.</summary>
internal sealed class ItemChanges(StatementBatch batch, string instance)
{
    private const long MostBytes = 4 << 20;

    private readonly Dictionary<(string Scope, string Key), Change> _changes = [];
    private long _bytes;

    /// <summary>The instance that an item belongs to: what is the same for all of them is kept once, for all of them.</summary>
    public static string InstanceOf(string scope, string instance) => scope == FlowStore.Configurations ? "" : instance;

    public void Begin()
    {
        _changes.Clear();
        _bytes = 0;
    }

    public void Put(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload) => Set(scope, key, new Change(Kind.Put, value.ToArray(), payload?.Hash));

    public void Add(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload)
    {
        var isNew = !_changes.TryGetValue((scope, key), out var before);
        if (before is { Kind: Kind.Put or Kind.Add })
            throw new StateException(StateTrouble.Refused, $"there is '{key}' in '{scope}' already, and it was to be new");
        Set(scope, key, new Change(isNew ? Kind.Add : Kind.Put, value.ToArray(), payload?.Hash));
    }

    public void Remove(string scope, string key) => Set(scope, key, new Change(Kind.Remove, [], null));

    public void RemoveAll(string scope)
    {
        Emit();
        batch.Add("DELETE FROM item WHERE instance = $1 AND scope = $2", PostgresParameters.Of(InstanceOf(scope, instance)), PostgresParameters.Of(PostgresText.Encode(scope)));
    }

    /// <summary>Adds what has gathered to the batch.</summary>
    public void Emit()
    {
        if (_changes.Count == 0)
            return;
        Emit(Kind.Remove, "DELETE FROM item USING unnest($1, $2, $3) AS r(of_instance, of_scope, of_key) WHERE instance = of_instance AND scope = of_scope AND key = of_key");
        Emit(Kind.Add, "INSERT INTO item(instance, scope, key, whole, value, payload) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)");
        Emit(
            Kind.Put,
            """
            INSERT INTO item(instance, scope, key, whole, value, payload) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            ON CONFLICT (instance, scope, key) DO UPDATE SET value = excluded.value, payload = excluded.payload
            """);
        batch.Weigh(_bytes);
        Begin();
    }

    private void Emit(Kind kind, string sql)
    {
        var changes = _changes.Where(change => change.Value.Kind == kind).ToList();
        if (changes.Count == 0)
            return;
        var (instances, scopes, keys, wholes) = (new string?[changes.Count], new string?[changes.Count], new string?[changes.Count], new string?[changes.Count]);
        for (var i = 0; i < changes.Count; i++)
        {
            var (scope, key) = changes[i].Key;
            instances[i] = InstanceOf(scope, instance);
            scopes[i] = PostgresText.Encode(scope);
            keys[i] = PostgresText.Key(key, out wholes[i]);
        }

        if (kind == Kind.Remove)
        {
            batch.Add(sql, PostgresParameters.Of(instances), PostgresParameters.Of(scopes), PostgresParameters.Of(keys));
            return;
        }

        batch.Add(
            sql, PostgresParameters.Of(instances), PostgresParameters.Of(scopes), PostgresParameters.Of(keys), PostgresParameters.Of(wholes),
            PostgresParameters.Of([.. changes.Select(static change => (byte[]?)change.Value.Value)]), PostgresParameters.Of(changes.Select(static change => change.Value.Payload).ToArray()));
    }

    private void Set(string scope, string key, Change change)
    {
        _changes[(scope, key)] = change;
        _bytes += change.Value.Length;
        if (_bytes > MostBytes)
            Emit();
    }

    private enum Kind : byte
    {
        Put,
        Add,
        Remove,
    }

    private sealed record Change(Kind Kind, byte[] Value, string? Payload);
}
