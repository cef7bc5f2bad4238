namespace Windrow.Events.Posttroll.Sink;

/// <summary>The publishers of a flow: sinks with the same name and address have one in common, and a reload goes on with it. Safe for several threads.</summary>
internal sealed class PublisherPool
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Publisher Publisher, int Users)> _publishers = new(StringComparer.Ordinal);

    /// <exception cref="Windrow.Core.Errors.FailureException">Its port is taken.</exception>
    public Publisher Rent(string key, Func<Publisher> make)
    {
        lock (_lock)
        {
            var publisher = _publishers.TryGetValue(key, out var known) ? known.Publisher : make();
            _publishers[key] = (publisher, known.Users + 1);
            return publisher;
        }
    }

    public void Return(string key)
    {
        lock (_lock)
        {
            if (!_publishers.TryGetValue(key, out var known))
                return;
            if (known.Users > 1)
            {
                _publishers[key] = (known.Publisher, known.Users - 1);
                return;
            }

            _publishers.Remove(key);
            known.Publisher.Dispose();
        }
    }
}
