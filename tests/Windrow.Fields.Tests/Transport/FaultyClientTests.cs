using System.Net.Sockets;
using System.Text;
using Windrow.Core;
using Windrow.Core.Payloads;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Wire;
using Windrow.TransportHost;
using Windrow.TransportHost.Scenarios;

namespace Windrow.Fields.Tests.Transport;

// By itself, as it looks at the memory that the whole process has lent.
[CollectionDefinition(nameof(FaultyClientTests), DisableParallelization = true)]
[Collection(nameof(FaultyClientTests))]
public class FaultyClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Damaged_streams_end_their_connection_and_harm_nobody_else()
    {
        var rounds = Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1" ? 200_000 : 1_500;
        using var address = TestAddress.Unix();
        await using var server = new ServerRun($"{{{address.Server}, keep: true, client-timeout: 1h, credit-per-client: 256KiB, maximum-part: 4MiB, client-count: 2}}", static _ => { });
        var listening = await server.Listening;
        var before = NativeBufferPool.Shared.InUse;
        for (var seed = 0; seed < rounds; seed++)
        {
            // Each is a session of its own: in one that is known most frames would pass as repeats, and never become messages.
            var bytes = Damage.Of(Recorded(seed), new Random(seed));
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(listening, TestContext.Current.CancellationToken);
            try
            {
                for (var sent = 0; sent < bytes.Length;)
                    sent += await socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, TestContext.Current.CancellationToken);
                socket.Shutdown(SocketShutdown.Send);

                // Whatever was sent, the server ends the connection in its turn.
                var answer = new byte[4096];
                using var patience = new CancellationTokenSource(Patience);
                while (await socket.ReceiveAsync(answer.AsMemory(), SocketFlags.None, patience.Token) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // Ended while it was still being sent to.
            }
        }

        SpinWait.SpinUntil(() => server.Source.Registry!.InFlight == 0, Patience).ShouldBeTrue();
        SpinWait.SpinUntil(() => NativeBufferPool.Shared.InUse <= before + (1 << 20), Patience).ShouldBeTrue($"{NativeBufferPool.Shared.InUse - before} bytes are not given back");

        // Much of it was whole, so that messages were made of it.
        server.Counts.Accepted.ShouldBeGreaterThan(3 * rounds);
        using var good = TestClient.To(listening, id: 99);
        var accepted = server.Counts.Accepted;
        for (var number = 1; number < 40; number++)
            good.Send(99, number);
        await Task.Factory.StartNew(() => good.Close(CancellationToken.None).ShouldBeNull(), TaskCreationOptions.LongRunning);
        server.Counts.Accepted.ShouldBe(accepted + 39);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "no frame of Windrow's transport")]
    [InlineData("hello of 9", "speaks version 9")]
    [InlineData("field first", "begins with a frame of kind Field")]
    [InlineData("large", "at most 4096 are taken")]
    [InlineData("gap", "frame 7 came after frame 0")]
    [InlineData("credit", "sends more than it may")]
    public async Task Client_is_told_why_its_connection_is_ended(string what, string reason)
    {
        using var address = TestAddress.Unix();
        await using var server = new ServerRun($"{{{address.Server}, keep: true, credit-per-client: 64KiB, credit-total: 64KiB{(what == "large" ? ", maximum-part: 4096" : "")}}}", static _ => { });
        server.Sink.Gate.Reset();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(await server.Listening, TestContext.Current.CancellationToken);
        await socket.SendAsync(Bytes(what), SocketFlags.None);
        var (answer, length) = (new byte[64 << 10], 0);
        using var patience = new CancellationTokenSource(Patience);
        while (await socket.ReceiveAsync(answer.AsMemory(length), SocketFlags.None, patience.Token) is > 0 and var received)
            length += received;
        Encoding.UTF8.GetString(answer, 0, length).ShouldContain(reason);
    }

    private static byte[] Bytes(string what)
    {
        var hello = Frames.Of(FrameKind.Hello, new Hello(new Peer("g", 1, 1), 5, 0, 1, 0).Write);
        var field = (ulong number, int bytes) =>
        {
            var header = new byte[FrameHeader.Size];
            new FrameHeader(FrameKind.Field, PayloadCode.Bytes, 2, bytes, number).Write(header);
            return header.Concat<byte>([0, 0]).Concat(new byte[bytes]).ToArray();
        };
        return what switch
        {
            "hello of 9" => Frames.Of(FrameKind.Hello, static writer => writer.Int32(9)),
            "field first" => field(1, 0),
            "large" => [.. hello, .. field(1, 5000)],
            "gap" => [.. hello, .. field(7, 0)],
            "credit" => [.. hello, .. field(1, 60_000), .. field(2, 60_000)],
            _ => Encoding.ASCII.GetBytes(what),
        };
    }

    // What a client sends in a session: all kinds of frames and forms of payload.
    private static byte[] Recorded(int seed)
    {
        var link = new RecordingLink();
        var services = new EngineServices { Random = new Random(seed) };
        using var connection = new ServerConnection("recorded", () => link, TestClient.Settings(0, 1, services) with { ResendWindow = 0, CloseTimeout = TimeSpan.Zero });
        for (var number = 0; number < 14; number++)
        {
            if (Sent.PointsOf(number) < 3_000)
                connection.Send(0, number);
        }

        connection.Flush(0);
        connection.Close(CancellationToken.None).ShouldNotBeNull();
        return link.Recorded.ToArray();
    }

    private sealed class RecordingLink : ServerLink
    {
        private byte[] _answer = Frames.Of(FrameKind.Accept, new Accept(false, new Ack(0, 0, long.MaxValue, 0, 0), 0).Write);

        public List<byte> Recorded { get; } = [];

        public override void Connect(TimeSpan within, CancellationToken stop)
        {
        }

        public override void Send(ReadOnlySpan<byte> frames, ReadOnlySpan<byte> payload)
        {
            Recorded.AddRange(frames);
            Recorded.AddRange(payload);
        }

        public override int Receive(Span<byte> into, TimeSpan wait)
        {
            var length = _answer.Length;
            _answer.CopyTo(into);
            _answer = [];
            return length;
        }

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }
    }
}
