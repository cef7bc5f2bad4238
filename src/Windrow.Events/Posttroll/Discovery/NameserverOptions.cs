namespace Windrow.Events.Posttroll.Discovery;

/// <summary>How a nameserver works.</summary>
internal sealed record NameserverOptions
{
    /// <summary>The address it is bound to; <c>*</c>: all of the host.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>Whether announcements by multicast are listened to.</summary>
    public bool ByMulticast { get; init; }

    /// <summary>Whether publishers of other hosts are left out.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>How long a publisher that says nothing is kept.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromMinutes(10);
}
