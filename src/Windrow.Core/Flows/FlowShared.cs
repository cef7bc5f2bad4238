namespace Windrow.Core.Flows;

/// <summary>
/// What the sources and actions of one flow have in common beside messages, such as the domains that a model's clients
/// declare once and every plan needs: one object of each type, made when first asked for. It outlives a reload. Safe for several threads.
/// </summary>
public sealed class FlowShared
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, object> _objects = [];

    /// <summary>The flow's object of this type.</summary>
    public T Get<T>()
        where T : class, new()
    {
        lock (_lock)
        {
            if (!_objects.TryGetValue(typeof(T), out var found))
                _objects.Add(typeof(T), found = new T());
            return (T)found;
        }
    }
}
