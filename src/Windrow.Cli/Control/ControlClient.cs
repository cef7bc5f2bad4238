using System.Net.Sockets;
using System.Text.Json;

namespace Windrow.Cli.Control;

/// <summary>Asks a running flow.</summary>
internal static class ControlClient
{
    /// <summary>Sends a command and waits for its answer.</summary>
    /// <returns>Null: no process has the flow.</returns>
    /// <exception cref="IOException">It does not answer.</exception>
    public static JsonDocument? Ask(string stateDirectory, string request)
    {
        using var stream = Send(stateDirectory, request);
        if (stream is null)
            return null;
        stream.ReadTimeout = 30_000;
        using var answer = new MemoryStream();
        stream.CopyTo(answer);
        try
        {
            return JsonDocument.Parse(answer.ToArray());
        }
        catch (JsonException exception)
        {
            throw new IOException($"the flow did not answer as expected: {exception.Message}", exception);
        }
    }

    /// <summary>Sends a command that has many answers, one a line.</summary>
    /// <param name="take">What to do with an answer; false: it was the last that is wanted.</param>
    /// <returns>False: no process has the flow.</returns>
    public static bool Listen(string stateDirectory, string request, Func<JsonElement, bool> take, CancellationToken stop)
    {
        using var stream = Send(stateDirectory, request);
        if (stream is null)
            return false;
        using var closing = stop.Register(static stream => ((NetworkStream)stream!).Close(), stream);
        try
        {
            using var lines = new StreamReader(stream);
            while (lines.ReadLine() is { } line)
            {
                using var answer = JsonDocument.Parse(line);
                if (!take(answer.RootElement))
                    break;
            }
        }
        catch (Exception exception) when (stop.IsCancellationRequested && exception is IOException or ObjectDisposedException)
        {
            // Whoever listened has seen enough.
        }

        return true;
    }

    private static NetworkStream? Send(string stateDirectory, string request)
    {
        var path = ControlPath.Of(stateDirectory);
        if (!ControlPath.Fits(path))
            return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = 30_000 };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }

        var stream = new NetworkStream(socket, ownsSocket: true);
        stream.Write([.. System.Text.Encoding.UTF8.GetBytes(request), (byte)'\n']);
        return stream;
    }
}
