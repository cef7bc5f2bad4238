using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <summary>The targets of a flow's <c>transport</c> actions: what has one name has one connection to each server. Safe for several threads.</summary>
internal sealed class ClientTargets
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ClientTarget Target, int Users)> _targets = new(StringComparer.Ordinal);

    /// <summary>The target of that name; the first to ask makes it.</summary>
    public ClientTarget Join(string name, Func<ClientTarget> make)
    {
        lock (_lock)
        {
            var (target, users) = _targets.GetValueOrDefault(name);
            target ??= make();
            _targets[name] = (target, users + 1);
            return target;
        }
    }

    /// <summary>Connects to all servers.</summary>
    /// <exception cref="IOException">A server cannot be reached; the text names it.</exception>
    public void Open(CancellationToken stop)
    {
        foreach (var target in All())
        {
            foreach (var server in target.Servers)
                server.Open(stop);
        }
    }

    /// <summary>Closes all connections before the plans end, and waits for what the servers still have to say.</summary>
    /// <returns>What is not known to have arrived, or is known to be lost; null: nothing.</returns>
    public string? Close(CancellationToken stop)
    {
        ClientTarget[] all;
        lock (_lock)
        {
            all = All();
            _targets.Clear();
        }

        var doubts = all.Select(target => target.Close(stop)).OfType<string>().ToList();
        return doubts.Count == 0 ? null : string.Join("; ", doubts);
    }

    /// <summary>Who this process is to its servers; null: it has none.</summary>
    public Peer? Self() => All() is [var first, ..] ? first.Peer : null;

    /// <summary>Is done with a target; the last one to be closes its connections, and waits for their acknowledgements.</summary>
    public void Leave(string name, CancellationToken stop)
    {
        ClientTarget last;
        lock (_lock)
        {
            if (!_targets.TryGetValue(name, out var entry))
                return;
            if (entry.Users > 1)
            {
                _targets[name] = (entry.Target, entry.Users - 1);
                return;
            }

            _targets.Remove(name);
            last = entry.Target;
        }

        last.Close(stop);
    }

    private ClientTarget[] All()
    {
        lock (_lock)
            return [.. _targets.Values.Select(static entry => entry.Target)];
    }
}
