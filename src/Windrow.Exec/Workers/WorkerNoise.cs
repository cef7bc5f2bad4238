using System.Text;
using Microsoft.Extensions.Logging;
using Windrow.Exec.Processes;

namespace Windrow.Exec.Workers;

/// <summary>
/// What a worker says beside its work: on standard error, where it goes that its libraries and <c>print</c> write, and by log lines of the protocol. So many lines go to
/// the log, and of the others how many they were. Safe for several threads.
/// </summary>
internal sealed class WorkerNoise
{
    private const int LongestLine = 4_096;
    private const int LinesAtATime = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly WorkerSetting _setting;
    private readonly Func<string> _name;
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private long _since;
    private int _lines;

    public WorkerNoise(WorkerSetting setting, Func<string> name, Stream error)
    {
        (_setting, _name) = (setting, name);
        _since = setting.Time.GetTimestamp();
        _thread = new Thread(() => Read(error)) { IsBackground = true, Name = "worker errors" };
        _thread.Start();
    }

    public LastLines Last { get; } = new();

    /// <summary>Waits until it has closed its standard error.</summary>
    public void AwaitEnd(TimeSpan within) => _thread.Join(within);

    public void Log(LogLevel level, string text)
    {
        if (!MayTell(out var unsaid))
            return;
        var name = _name();
        if (unsaid > 0)
            WorkerLog.Unsaid(_setting.Log, _setting.Action, name, unsaid);
        WorkerLog.Said(_setting.Log, level, _setting.Action, name, text.Length > LongestLine ? text[..LongestLine] + "…" : text);
    }

    private bool MayTell(out int unsaid)
    {
        unsaid = 0;
        lock (_lock)
        {
            if (_setting.Time.GetElapsedTime(_since) > Every)
            {
                unsaid = Math.Max(0, _lines - LinesAtATime);
                (_since, _lines) = (_setting.Time.GetTimestamp(), 0);
            }

            return ++_lines <= LinesAtATime;
        }
    }

    private void Read(Stream stream)
    {
        var lines = new LineSplitter(LongestLine);
        var buffer = new byte[16 << 10];
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
                lines.Add(buffer.AsSpan(0, read), (line, _) => Take(line));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It was killed, and its pipe went with it.
        }

        lines.End((line, _) => Take(line));
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        Last.Add(line);
        if (!line.Trim((byte)' ').IsEmpty)
            Log(LogLevel.Information, Encoding.UTF8.GetString(line));
    }
}
