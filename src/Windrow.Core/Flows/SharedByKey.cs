namespace Windrow.Core.Flows;

/// <summary>
/// Objects that several users have in common, one for each key: the first user makes it, and with the last one it goes. What a reload puts in the place of
/// something else thus goes on with what that had. Safe for several threads.
/// </summary>
public sealed class SharedByKey<TKey, T>
    where TKey : notnull
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, (T Object, int Users)> _all = [];

    /// <summary>Has one more user use the key's object. What <paramref name="make"/> throws leaves everything as it was.</summary>
    public T Join(TKey key, Func<T> make)
    {
        lock (_lock)
        {
            var (shared, users) = _all.GetValueOrDefault(key);
            shared ??= make();
            _all[key] = (shared, users + 1);
            return shared;
        }
    }

    /// <summary>Ends one user's use.</summary>
    /// <param name="end">Ends the object, before anybody can make the next; for what there can be one of only, such as a port.</param>
    /// <returns>The object, if this was its last user; null: others use it.</returns>
    public T? Leave(TKey key, Action<T>? end = null)
    {
        lock (_lock)
        {
            var (shared, users) = _all[key];
            if (users > 1)
            {
                _all[key] = (shared, users - 1);
                return null;
            }

            _all.Remove(key);
            end?.Invoke(shared);
            return shared;
        }
    }
}
