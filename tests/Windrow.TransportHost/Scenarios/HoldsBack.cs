using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Server;
using Windrow.Fields.Transport.Wire;

namespace Windrow.TransportHost.Scenarios;

/// <summary>Clients that send much more than a server takes have to wait; what they have in its memory stays within their credit.</summary>
internal sealed class HoldsBack : Scenario
{
    private const int Messages = 400;
    private const long Credit = 512 << 10;
    private const int Large = 2 << 20;

    private int _seen;
    private long _most;

    public override string Server => $"credit-per-client: {Credit}, credit-total: {2 * Credit}";

    public override void Send(ServerConnection server, int client)
    {
        for (var number = 0; number < Messages; number++)
        {
            // One in a hundred is larger than all the credit there is.
            using var payload = new Held(FieldPayload.Rent(Precision.Double, (number % 100 == 50 ? Large : 64 << 10) / sizeof(double)));
            payload.Field.Doubles.Fill(number);
            server.Send(FrameKind.Field, Metadata.From(("client", (long)client), ("number", (long)number)), payload.Field, PayloadCode.Doubles, CancellationToken.None);
        }
    }

    public override void See(Message message, TransportSource source)
    {
        if (message.Kind != MessageKind.Field)
            return;
        _seen++;
        _most = Math.Max(_most, source.Registry!.InFlight);
        Expect(((FieldPayload)message.Payload).Doubles is [var first, .., var last] && first == last && message.Metadata.TryGetInt64("number", out var number) && number == (long)first, "other values");

        // Slower than the senders, so that they run into their limits.
        Thread.SpinWait(20_000);
    }

    public override void End(TransportSource source)
    {
        Expect(_seen == Clients * Messages, $"{_seen} messages");
        Expect(_most <= Math.Max(Clients * Credit, Clients * FrameCost.Of(Large)), $"{_most} bytes in memory at once");
        Expect(_most >= Credit / 2, $"only {_most} bytes in memory at once: the credit is not used");
    }

    private sealed class Held(FieldPayload field) : IDisposable
    {
        public FieldPayload Field { get; } = field;

        public void Dispose() => Field.Release();
    }
}
