using Windrow.Core;

namespace Windrow.Cli.Reports;

/// <summary>Shows on standard error how something goes on: one line that is renewed on a terminal, a plain line now and then elsewhere. Safe for several threads.</summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(500);

    private readonly Func<string> _line;
    private readonly bool _isTerminal;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private bool _disposed;

    /// <param name="line">What is to be shown now.</param>
    /// <param name="elsewhere">How often that is where there is no terminal.</param>
    public ProgressLine(Func<string> line, TimeSpan elsewhere, EngineServices services)
    {
        _line = line;
        _isTerminal = !Console.IsErrorRedirected && string.IsNullOrEmpty(services.Environment("NO_COLOR")) && services.Environment("TERM") is not (null or "dumb");
        var period = _isTerminal ? OnTerminal : elsewhere;
        if (_isTerminal && services.Logs is ConsoleLog log)
            log.AroundLine = Erase;
        _timer = services.Time.CreateTimer(_ => Show(), null, period, period);
    }

    /// <summary>Writes a line that stays, be it to standard output.</summary>
    public void Tell(TextWriter to, string text)
    {
        lock (_lock)
        {
            Erase();
            to.WriteLine(text);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            Erase();
            _disposed = true;
            _timer.Dispose();
        }
    }

    private void Show()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            if (_isTerminal)
                Console.Error.Write($"\r\u001b[K{_line()}");
            else
                Console.Error.WriteLine(_line());
        }
    }

    private void Erase()
    {
        if (_isTerminal && !_disposed)
            Console.Error.Write("\r\u001b[K");
    }
}
