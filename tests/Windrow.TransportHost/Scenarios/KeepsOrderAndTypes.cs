using Windrow.Core.Messages;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Server;

namespace Windrow.TransportHost.Scenarios;

/// <summary>Messages of a client come in order, each once, with types, doubles and payloads as they were.</summary>
internal sealed class KeepsOrderAndTypes : Scenario
{
    private const int Messages = 300;

    private readonly int[] _next = new int[3];

    public override int Clients => 3;

    public override void Send(ServerConnection server, int client)
    {
        for (var number = 0; number < Messages; number++)
            server.Send(client, number);
    }

    public override void See(Message message, TransportSource source)
    {
        if (!message.Metadata.Contains("number"))
            return; // the flow's own flush at its end
        var client = ClientOf(message);
        var number = _next[client]++;
        if (Sent.Difference(message, client, number) is { } difference)
            Expect(false, difference);
        Expect(message.Metadata.TryGetString("misc-sourcePeer", out var peer) && peer.StartsWith("multio-clients/", StringComparison.Ordinal), $"client {client}: it comes from '{peer}'");
        Expect(message.Kind == (number % 50 == 0 ? MessageKind.Domain : MessageKind.Field), $"client {client}, message {number}: a {message.Kind}");
    }

    public override void End(TransportSource source)
    {
        foreach (var count in _next)
            Expect(count == Messages, $"{count} messages of a client instead of {Messages}");
    }
}
