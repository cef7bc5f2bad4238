using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Windrow.Cli.Service;

/// <summary>
/// Tells systemd how the service stands, as sd_notify(3) has it: ready, stopping, and that it is alive as often
/// as the watchdog of the unit asks for. Without systemd it does nothing.
/// </summary>
internal sealed class SystemdNotifier : IDisposable
{
    private readonly string? _path;
    private readonly ITimer? _timer;

    /// <param name="environment">Environment variables.</param>
    /// <param name="isAlive">Asked before each sign of life.</param>
    public SystemdNotifier(Func<string, string?> environment, TimeProvider time, Func<bool> isAlive)
    {
        _path = environment("NOTIFY_SOCKET") is { Length: > 0 } path ? path : null;
        if (_path is null || !long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) || microseconds <= 0)
            return;

        // Half of the time, as the manual advises.
        var period = TimeSpan.FromMicroseconds(microseconds / 2.0);
        _timer = time.CreateTimer(
            _ =>
            {
                if (isAlive())
                    Tell("WATCHDOG=1");
            },
            null, period, period);
    }

    public void Ready(string status) => Tell($"READY=1\nSTATUS={status}");

    public void Stopping() => Tell("STOPPING=1");

    public void Dispose() => _timer?.Dispose();

    private void Tell(string text)
    {
        if (_path is null)
            return;
        try
        {
            // A leading '@' means a name in the abstract namespace, which begins with a zero.
            var address = _path[0] == '@' ? "\0" + _path[1..] : _path;
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(text), new UnixDomainSocketEndPoint(address));
        }
        catch (SocketException)
        {
            // Whoever wanted to know is not there; the flow runs all the same.
        }
    }
}
