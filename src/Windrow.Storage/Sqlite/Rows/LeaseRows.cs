using Windrow.Core;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Native.Sqlite;

namespace Windrow.Storage.Sqlite.Rows;

/// <summary>Changes to leases, and the fence that keeps out who has lost one.</summary>
internal sealed class LeaseRows(StatementSet statements)
{
    public const string Select = "SELECT host, process, token, since, until FROM lease WHERE name = ?1";

    private volatile Lease? _fence;

    /// <summary>From the next transaction on a lease has to be what it is.</summary>
    public void Fence(Lease lease) => _fence = lease;

    /// <exception cref="StateException">Another has the lease that this process writes under.</exception>
    public void Check()
    {
        if (_fence is not { } own || Find(own.Name) is not { } now || now.Token == own.Token)
            return;
        throw new StateException(
            StateTrouble.Lost,
            $"{now.Holder} has taken the state over at {TimeText.Format(now.Since.UtcDateTime)}, as this process had not been heard of in time; see that clocks agree and that only one of them runs the flow");
    }

    public Lease? Find(string name)
    {
        var find = statements[Select];
        find.BindText(1, name);
        var lease = find.Step() ? Read(name, find) : null;
        find.Reset();
        return lease;
    }

    public void Put(Lease lease)
    {
        var put = statements["INSERT OR REPLACE INTO lease(name, host, process, token, since, until) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"];
        put.BindText(1, lease.Name);
        put.BindText(2, lease.Holder.Host);
        put.Bind(3, lease.Holder.Id);
        put.Bind(4, lease.Token);
        put.Bind(5, lease.Since.UtcTicks);
        put.Bind(6, lease.Until.UtcTicks);
        put.Run();
    }

    public static Lease Read(string name, SqliteStatement row) =>
        new(name, new ProcessIdentity(row.Text(0), (int)row.Int64(1)), row.Int64(2), row.Time(3), row.Time(4));
}
