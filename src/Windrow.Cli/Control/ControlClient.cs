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
        var path = ControlPath.Of(stateDirectory);
        if (!ControlPath.Fits(path))
            return null;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 30_000, SendTimeout = 30_000 };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            return null;
        }

        using var stream = new NetworkStream(socket);
        stream.Write([.. System.Text.Encoding.UTF8.GetBytes(request), (byte)'\n']);
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
}
