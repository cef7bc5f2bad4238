using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Discovery;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Sockets;
using Windrow.Events.Posttroll.Source;

namespace Windrow.Cli.Commands.Posttroll;

/// <summary>Prints messages as they come, and tells of what is none on standard error.</summary>
internal sealed class MessagePrinter(bool json, int count, CancellationTokenSource end) : IFrameTaker
{
    private readonly MessageReader _reader = new(TimeReading.Written);
    private readonly Stream _output = Console.OpenStandardOutput();
    private int _printed;

    public PublisherFinder? Finder { get; set; }

    public bool Refused { get; private set; }

    public ValueTask TakeAsync(Peer peer, ReadOnlySpan<byte> frame)
    {
        var problem = _reader.Read(frame, out var read);
        if (peer.IsFeed)
        {
            if (problem is null && Announcement.Of(read) is { } said)
                Finder?.Told(said);
        }
        else if (problem is not null)
        {
            Console.Error.WriteLine($"windrow: what came from {peer.Address} is no message: {problem}");
        }
        else if (_printed < count)
        {
            Print(json ? System.Text.Encoding.UTF8.GetBytes(MetadataJson.ToText(MetadataValue.Of(read.Metadata))) : frame);
        }

        return default;
    }

    public void TakeStrange(Peer peer) => Console.Error.WriteLine($"windrow: what came from {peer.Address} is no message: it has several frames");

    public void Refuse(string address, Exception exception)
    {
        Console.Error.WriteLine($"windrow: {address} cannot be listened to: {exception.Message}");
        Refused = true;
        end.Cancel();
    }

    private void Print(ReadOnlySpan<byte> line)
    {
        try
        {
            _output.Write(line);
            _output.WriteByte((byte)'\n');
            _output.Flush();
        }
        catch (IOException)
        {
            // Nobody reads any more, as behind 'head'.
            end.Cancel();
        }

        if (++_printed == count)
            end.Cancel();
    }
}
