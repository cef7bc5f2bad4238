using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Tests.Transport;

public class LastWordTests
{
    [Fact]
    public void Server_that_ends_right_behind_its_last_acknowledgement_has_acknowledged()
    {
        var links = 0;
        using var connection = new ServerConnection(
            "one", () => links++ == 0 ? new EndingLink() : throw new IOException("it is gone"), TestClient.Settings(0, 1) with { ResendWindow = 0, Retries = 0 });
        connection.Send(FrameKind.Flush, Metadata.From(("flushKind", "last-step")), Payload.None, 0, TestContext.Current.CancellationToken);

        connection.Close(TestContext.Current.CancellationToken).ShouldBeNull();

        links.ShouldBe(1);
    }

    [Fact]
    public void Server_that_ends_before_its_last_acknowledgement_is_named_with_what_is_open()
    {
        var links = 0;
        using var connection = new ServerConnection(
            "one", () => links++ == 0 ? new EndingLink(durable: 1) : throw new IOException("it is gone"), TestClient.Settings(0, 1) with { ResendWindow = 0, Retries = 0 });
        connection.Send(FrameKind.Flush, Metadata.From(("flushKind", "last-step")), Payload.None, 0, TestContext.Current.CancellationToken);

        connection.Close(TestContext.Current.CancellationToken).ShouldNotBeNull().ShouldContain("one");
    }

    /// <summary>A server that says, in one piece with its acceptance, that all is there, and has ended.</summary>
    /// <param name="durable">Number of the last flush that it has made durable; the client opens with frame 1 and flushes with frame 2.</param>
    private sealed class EndingLink(ulong durable = 2) : ServerLink
    {
        private byte[] _said = [];

        public override void Connect(TimeSpan within, CancellationToken stop) => _said = Frames.Of(FrameKind.Accept, new Accept(false, new Ack(0, 0, long.MaxValue, 0, 0), 0).Write);

        public override void Send(ReadOnlySpan<byte> frames, ReadOnlySpan<byte> payload)
        {
            for (var rest = frames; rest.Length >= FrameHeader.Size;)
            {
                var header = FrameHeader.Read(rest, 0);
                if (header.Kind == FrameKind.Close)
                    _said = Frames.Of(FrameKind.Ack, new Ack(3, 0, long.MaxValue, durable, 0).Write);
                rest = rest[(FrameHeader.Size + header.Head)..];
            }
        }

        public override int Receive(Span<byte> into, TimeSpan wait)
        {
            if (_said.Length == 0)
                throw new IOException("the server has ended the connection");
            _said.CopyTo(into);
            var length = _said.Length;
            _said = [];
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
