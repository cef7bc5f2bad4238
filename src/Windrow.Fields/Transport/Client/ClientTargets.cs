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
}
