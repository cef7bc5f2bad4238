using System.Collections.Concurrent;
using Windrow.Core;

namespace Windrow.Events.Outside;

/// <summary>The circuit breakers of the hosts that this program talks to, one for each. Safe for several threads.</summary>
internal sealed class HostBreakers
{
    private readonly ConcurrentDictionary<string, HostBreaker> _breakers = new(StringComparer.OrdinalIgnoreCase);

    public HostBreaker For(Uri url, EngineServices services) =>
        _breakers.GetOrAdd(url.Authority, static (name, services) => new HostBreaker(name, services), services);
}
