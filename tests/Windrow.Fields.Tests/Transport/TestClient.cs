using System.Net;
using Windrow.Core;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Sockets;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Tests.Transport;

/// <summary>Makes connections of clients.</summary>
internal static class TestClient
{
    public static ConnectionSettings Settings(int id, int size, EngineServices? services = null) =>
        new(new Peer("multio-clients", id, size), services ?? new EngineServices()) { CloseTimeout = TimeSpan.FromSeconds(30) };

    public static ServerConnection To(EndPoint server, int id = 0, int size = 1, Func<ConnectionSettings, ConnectionSettings>? change = null, EngineServices? services = null)
    {
        var settings = Settings(id, size, services);
        return new ServerConnection(server.ToString()!, () => new SocketLink(server), change is null ? settings : change(settings));
    }
}
