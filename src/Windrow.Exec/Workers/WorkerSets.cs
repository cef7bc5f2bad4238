using Windrow.Core.Binary;
using Windrow.Core.State;

namespace Windrow.Exec.Workers;

/// <summary>
/// Sets that workers of a plan keep in the flow's state, a row for each member: who asks second whether something is new hears that it is not, over workers and
/// restarts. Safe for several threads.
/// </summary>
/// <remarks>Memory: about 200 bytes for each member of the sets that were asked for last; the rows stay for as long as the set is asked for within <see cref="Kept"/>.</remarks>
internal sealed class WorkerSets(FlowStore store, string plan, TimeProvider time)
{
    /// <summary>A set to which nothing was added for so long is removed when the flow starts.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    private const int AtATime = 1_000;
    private const int MostInMemory = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, WorkerSet> _sets = new(StringComparer.Ordinal);
    private bool _isSwept;

    private string Prefix => $"sets/{plan}/";

    /// <summary>Adds a member, unless the set has one of that id; it is durable when this returns.</summary>
    /// <param name="present">The value that the set has for the id from then on.</param>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="StateException">It could not be made durable.</exception>
    public bool Add(string name, string id, string value, out string present)
    {
        lock (_lock)
        {
            var set = Load(name);
            if (set.TryGet(id, out present!))
                return false;
            Write(name, id, value);
            set.Add(id, value);
            present = value;
            return true;
        }
    }

    /// <summary>The members of a set, in the order in which this process came to know them.</summary>
    /// <param name="after">Without so many at the beginning.</param>
    public IReadOnlyList<(string Id, string Value)> Members(string name, int after)
    {
        lock (_lock)
            return Load(name).From(after);
    }

    /// <summary>How many members all sets have together whose names begin with a text.</summary>
    public long Count(string prefix)
    {
        lock (_lock)
        {
            var names = _sets.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
            if (store is { IsAvailable: true, Exists: true })
                names.UnionWith(store.Open().Scopes(Prefix + prefix).Select(scope => scope[Prefix.Length..]));
            return names.Sum(name => (long)Load(name).Count);
        }
    }

    private WorkerSet Load(string name)
    {
        if (_sets.TryGetValue(name, out var set))
        {
            set.Used = time.GetTimestamp();
            return set;
        }

        Sweep();
        MakeRoom();
        set = new WorkerSet { Used = time.GetTimestamp() };
        if (store is { IsAvailable: true, Exists: true })
        {
            foreach (var item in Rows(Prefix + name))
            {
                var reader = new ByteReader(item.Value);
                reader.Time();
                set.Add(item.Key, reader.Text());
            }
        }

        _sets.Add(name, set);
        return set;
    }

    private void Write(string name, string id, string value)
    {
        if (!store.IsAvailable)
            return;
        var row = new ByteWriter();
        row.Int64(time.GetUtcNow().UtcDateTime.Ticks);
        row.Text(value);
        var bytes = row.Written.ToArray();
        Make(transaction => transaction.PutItem(Prefix + name, id, bytes));
    }

    private void Make(Action<IStateTransaction> change)
    {
        var write = new AwaitedWrite(change);
        store.Submit(write);
        write.Wait();
    }

    // What is in the state only may be loaded again.
    private void MakeRoom()
    {
        if (store.IsAvailable && _sets.Count >= MostInMemory)
            _sets.Remove(_sets.MinBy(static each => each.Value.Used).Key);
    }

    private void Sweep()
    {
        if (_isSwept || store is not { IsAvailable: true, Exists: true })
            return;
        _isSwept = true;
        foreach (var scope in store.Open().Scopes(Prefix))
        {
            if (Rows(scope).All(item => time.GetUtcNow().UtcDateTime - new ByteReader(item.Value).Time() > Kept))
                Make(transaction => transaction.RemoveItems(scope));
        }
    }

    private IEnumerable<StateItem> Rows(string scope)
    {
        for (var after = ""; store.Open().ReadItems(scope, after, AtATime) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var item in page)
                yield return item;
        }
    }
}
