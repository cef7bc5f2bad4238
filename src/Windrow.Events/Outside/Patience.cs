using Windrow.Core;

namespace Windrow.Events.Outside;

/// <summary>How long an exchange may take; one that moves large data renews it as long as something moves.</summary>
internal sealed class Patience(TimeSpan limit, EngineServices services) : IDisposable
{
    private readonly CancellationTokenSource _late = new(limit, services.Time);

    public TimeSpan Limit => limit;

    public CancellationToken Late => _late.Token;

    /// <summary>Something has moved.</summary>
    public void Renew() => _late.CancelAfter(limit);

    public void Dispose() => _late.Dispose();
}
