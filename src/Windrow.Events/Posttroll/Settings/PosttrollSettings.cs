namespace Windrow.Events.Posttroll.Settings;

/// <summary>What posttroll's own configuration says, which all programs of a host have in common: its files, and the environment over them.</summary>
internal sealed record PosttrollSettings
{
    /// <summary>Whether sockets are secured by CURVE where nothing else is said: <c>backend: secure_zmq</c>.</summary>
    public bool IsSecure { get; init; }

    /// <summary>v1.01 or v1.2; null: by what the data need.</summary>
    public string? MessageVersion { get; init; }

    public int NameserverPort { get; init; } = 5557;

    public int SecureNameserverPort { get; init; } = 5558;

    /// <summary>Where a nameserver tells of publishers that come and go.</summary>
    public int AddressPublishPort { get; init; } = 16543;

    /// <summary>Of announcements: UDP by multicast, TCP to named nameservers.</summary>
    public int BroadcastPort { get; init; } = 21200;

    public int MinimumPort { get; init; } = 49152;

    /// <summary>Not one of them any more.</summary>
    public int MaximumPort { get; init; } = 65536;

    public string MulticastGroup { get; init; } = "225.0.0.212";

    /// <summary>The address of the network card that multicast goes by; null: the system chooses.</summary>
    public string? MulticastInterface { get; init; }

    public int? KeepAlive { get; init; }

    public int? KeepAliveCount { get; init; }

    public int? KeepAliveIdle { get; init; }

    public int? KeepAliveInterval { get; init; }

    /// <summary>The hosts that may connect to what is bound; null: all.</summary>
    public IReadOnlyList<string>? AuthorizedClients { get; init; }

    public string? ClientSecretKeyFile { get; init; }

    public string? ServerPublicKeyFile { get; init; }

    public string? ServerSecretKeyFile { get; init; }

    public string? ClientsPublicKeysDirectory { get; init; }
}
