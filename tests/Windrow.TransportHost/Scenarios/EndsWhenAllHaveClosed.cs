using Windrow.Core.Messages;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Server;

namespace Windrow.TransportHost.Scenarios;

/// <summary>A client that opens and closes without a word counts; the server ends when all have.</summary>
internal sealed class EndsWhenAllHaveClosed : Scenario
{
    private int _seen;

    public override int Clients => 3;

    public override void Send(ServerConnection server, int client)
    {
        if (client == 1)
            server.Send(client, 1);
    }

    public override void See(Message message, TransportSource source) => _seen += message.Kind == MessageKind.Field ? 1 : 0;

    public override void End(TransportSource source)
    {
        Expect(_seen == 1, $"{_seen} messages");
        Expect(source.Registry!.Clients.Count == Clients && source.Registry.Clients.All(static client => client is { HasOpened: true, HasClosed: true }), "not all clients have opened and closed");
        Expect(source.Registry.InFlight == 0, $"{source.Registry.InFlight} bytes are counted as in memory after the end");
    }
}
