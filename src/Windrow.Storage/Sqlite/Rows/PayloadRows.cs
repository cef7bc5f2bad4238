using Windrow.Core.State;
using Windrow.Native.Sqlite;

namespace Windrow.Storage.Sqlite.Rows;

/// <summary>The rows of payloads that are files of their own, with how many other rows hold each.</summary>
internal sealed class PayloadRows(StatementSet statements)
{
    /// <summary>Payloads that lost their last holder in this transaction.</summary>
    public List<string> Unheld { get; } = [];

    public void Hold(PayloadReference? payload)
    {
        if (payload is null)
            return;
        var hold = statements["INSERT INTO payload(hash, length, holders) VALUES(?1, ?2, 1) ON CONFLICT(hash) DO UPDATE SET holders = holders + 1"];
        hold.BindText(1, payload.Hash);
        hold.Bind(2, payload.Length);
        hold.Run();
        Unheld.Remove(payload.Hash);
    }

    /// <summary>Runs a statement whose rows are the payloads that have one holder less.</summary>
    public void RunAndLetGo(SqliteStatement statement)
    {
        List<string>? payloads = null;
        while (statement.Step())
        {
            if (!statement.IsNull(0))
                (payloads ??= []).Add(statement.Text(0));
        }

        statement.Reset();
        if (payloads is null)
            return;
        foreach (var hash in payloads)
            LetGo(hash);
    }

    private void LetGo(string hash)
    {
        var letGo = statements["UPDATE payload SET holders = holders - 1 WHERE hash = ?1 RETURNING holders"];
        letGo.BindText(1, hash);
        var isUnheld = letGo.Step() && letGo.Int64(0) <= 0;
        letGo.Reset();
        if (!isUnheld)
            return;
        var remove = statements["DELETE FROM payload WHERE hash = ?1"];
        remove.BindText(1, hash);
        remove.Run();
        Unheld.Add(hash);
    }
}
