using System.Net;
using System.Net.Sockets;

namespace Windrow.Fields.Tests.Transport;

/// <summary>Where a server of a test listens.</summary>
internal sealed class TestAddress : IDisposable
{
    private readonly string? _directory;

    private TestAddress(string server, string? directory) => (Server, _directory) = (server, directory);

    /// <summary>The server's options, without braces.</summary>
    public string Server { get; }

    /// <summary>A port that is free now.</summary>
    public static TestAddress Tcp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new TestAddress($"listen: \"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}\"", null);
    }

    public static TestAddress Unix()
    {
        var directory = Directory.CreateTempSubdirectory("windrow-transport-").FullName;
        return new TestAddress($"transport: unix, path: {Path.Combine(directory, "s")}", directory);
    }

    public void Dispose()
    {
        if (_directory is not null)
            Directory.Delete(_directory, recursive: true);
    }
}
