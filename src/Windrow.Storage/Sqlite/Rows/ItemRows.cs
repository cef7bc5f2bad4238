using Windrow.Core.State;

namespace Windrow.Storage.Sqlite.Rows;

/// <summary>Changes to what is kept under a scope and a key: state of folds, sets, positions of sources.</summary>
internal sealed class ItemRows(StatementSet statements, PayloadRows payloads)
{
    public void Put(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload)
    {
        // The new payload is held before the old one is let go, as they may be the same.
        payloads.Hold(payload);
        Remove(scope, key);
        Insert(scope, key, value, payload);
    }

    public void Add(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload)
    {
        payloads.Hold(payload);
        Insert(scope, key, value, payload);
    }

    public void Remove(string scope, string key)
    {
        var remove = statements["DELETE FROM item WHERE scope = ?1 AND key = ?2 RETURNING payload"];
        remove.BindText(1, scope);
        remove.BindText(2, key);
        payloads.RunAndLetGo(remove);
    }

    public void RemoveAll(string scope)
    {
        var remove = statements["DELETE FROM item WHERE scope = ?1 RETURNING payload"];
        remove.BindText(1, scope);
        payloads.RunAndLetGo(remove);
    }

    private void Insert(string scope, string key, ReadOnlySpan<byte> value, PayloadReference? payload)
    {
        var insert = statements["INSERT INTO item(scope, key, value, payload) VALUES(?1, ?2, ?4, ?3)"];
        insert.BindText(1, scope);
        insert.BindText(2, key);
        insert.BindPayload(3, payload);
        insert.Bind(4, value);
        insert.Run();
    }
}
