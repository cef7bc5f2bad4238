using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Server;
using Windrow.Fields.Transport.Wire;

namespace Windrow.TransportHost.Scenarios;

/// <summary>A flush is acknowledged when it, and what came before it, is through the server's plans.</summary>
internal sealed class AcknowledgesFlushes : Scenario
{
    private const int Steps = 5;
    private const int Fields = 20;

    private readonly int[] _fields = new int[2];
    private readonly int[] _flushes = new int[2];

    public override void Send(ServerConnection server, int client)
    {
        for (var step = 1; step <= Steps; step++)
        {
            for (var field = 0; field < Fields; field++)
                server.Send(client, 1 + field);
            server.Flush(client);
            Expect(server.WaitDurable(TimeSpan.FromSeconds(30), CancellationToken.None), "a flush is not acknowledged");
            server.Send(FrameKind.Notification, Metadata.From(("client", (long)client), ("acknowledged", (long)step)), Payload.None, 0, CancellationToken.None);
        }

        Expect(server.TakeDeadLetters() == 0, "the server has dead letters");
    }

    public override void See(Message message, TransportSource source)
    {
        var client = ClientOf(message);
        if (client < 0)
            return;
        if (message.Kind == MessageKind.Field)
        {
            _fields[client]++;
        }
        else if (message.Kind == MessageKind.Flush)
        {
            _flushes[client]++;
            Expect(_fields[client] == _flushes[client] * Fields, $"flush {_flushes[client]} after {_fields[client]} fields");
        }
        else
        {
            Expect(message.Metadata.TryGetInt64("acknowledged", out var step) && step == _flushes[client], $"step {step} was acknowledged when {_flushes[client]} flushes were through");
        }
    }

    public override void End(TransportSource source)
    {
        foreach (var count in _flushes)
            Expect(count == Steps, $"{count} flushes of a client");
    }
}
