using System.Collections.Concurrent;

namespace Windrow.Core.Outside;

/// <summary>What plug-ins know of the hosts they talk to, for whoever operates the flow. Safe for several threads.</summary>
public sealed class OutsideHosts
{
    private readonly ConcurrentDictionary<string, OutsideHost> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that were talked to, by name.</summary>
    public IReadOnlyList<OutsideHost> All => [.. _hosts.Values.OrderBy(static host => host.Name, StringComparer.OrdinalIgnoreCase)];

    public void Report(OutsideHost host) => _hosts[host.Name] = host;
}
