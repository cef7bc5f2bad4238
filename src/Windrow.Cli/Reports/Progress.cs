using Windrow.Core;
using Windrow.Core.Flows;

namespace Windrow.Cli.Reports;

/// <summary>Shows how a run goes on: one line that is renewed on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(30);

    private readonly FlowHost _host;
    private readonly bool _isTerminal;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private readonly TimeProvider _time;
    private long _lastAt;
    private long _lastAccepted;
    private bool _disposed;

    private Progress(FlowHost host, EngineServices services)
    {
        _host = host;
        _time = services.Time;
        _isTerminal = !Console.IsErrorRedirected && string.IsNullOrEmpty(services.Environment("NO_COLOR")) && services.Environment("TERM") is not (null or "dumb");
        _lastAt = _time.GetTimestamp();
        var period = _isTerminal ? OnTerminal : Elsewhere;
        if (_isTerminal && services.Logs is ConsoleLog log)
            log.AroundLine = Erase;
        _timer = services.Time.CreateTimer(_ => Show(), null, period, period);
    }

    public static Progress Start(FlowHost host, EngineServices services) => new(host, services);

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            _timer.Dispose();
            if (_isTerminal)
                Console.Error.Write("\r\u001b[K");
        }
    }

    private void Show()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            var elapsed = _time.GetElapsedTime(_lastAt).TotalSeconds;
            var accepted = _host.Counts().Accepted;
            var rate = elapsed > 0 ? (accepted - _lastAccepted) / elapsed : 0;
            (_lastAt, _lastAccepted) = (_time.GetTimestamp(), accepted);
            var line = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_host.Definition.Name}: {RunReport.Line(_host)} ({rate:0}/s)");
            if (_isTerminal)
                Console.Error.Write($"\r\u001b[K{line}");
            else
                Console.Error.WriteLine(line);
        }
    }

    private void Erase()
    {
        if (!_disposed)
            Console.Error.Write("\r\u001b[K");
    }
}
