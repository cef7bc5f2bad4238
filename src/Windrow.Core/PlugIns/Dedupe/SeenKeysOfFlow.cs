namespace Windrow.Core.PlugIns.Dedupe;

/// <summary>
/// The keys of all <c>dedupe</c> actions of a flow, by where they are kept: when a reload puts one action in the place of another, both know for a time what
/// either has seen. Safe for several threads.
/// </summary>
internal sealed class SeenKeysOfFlow
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (SeenKeys Keys, int Users)> _all = new(StringComparer.Ordinal);

    public SeenKeys Join(string scope, Func<SeenKeys> make)
    {
        lock (_lock)
        {
            var (keys, users) = _all.GetValueOrDefault(scope);
            keys ??= make();
            _all[scope] = (keys, users + 1);
            return keys;
        }
    }

    /// <summary>Where nobody uses them any more they are only in the state.</summary>
    public void Leave(string scope)
    {
        lock (_lock)
        {
            var (keys, users) = _all[scope];
            if (users > 1)
                _all[scope] = (keys, users - 1);
            else
                _all.Remove(scope);
        }
    }
}
