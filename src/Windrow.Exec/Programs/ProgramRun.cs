using System.Diagnostics;
using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Programs;
using Windrow.Exec.Exits;
using Windrow.Exec.Insight;
using Windrow.Exec.Processes;

namespace Windrow.Exec.Programs;

/// <summary>One run of a program, from its start until nothing of it is left.</summary>
/// <param name="start">What is run.</param>
/// <param name="options">What it may do, and what its end means.</param>
/// <param name="output">Gets what it writes to standard output.</param>
/// <param name="running">Knows of it while it is under way.</param>
internal sealed class ProgramRun(ChildStart start, ExecOptions options, CappedOutput output, RunningPrograms running)
{
    private const int LongestLine = 4_096;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly LastLines _last = new();

    /// <summary>Why it ended otherwise than well; null: it ended well, or was stopped.</summary>
    public ProgramEnd? Cause { get; private set; }

    /// <summary>Runs it.</summary>
    /// <returns>What its end means, and the failure where it means one.</returns>
    /// <exception cref="ProgramException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing of it is left.</exception>
    public (ExitMeaning Meaning, Failure? Failure) Run(CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        using var child = ChildProcess.Start(start);
        running.Add(child.Id, Path.GetFileName(start.Program));
        try
        {
            return Run(child, stopping);
        }
        finally
        {
            running.Remove(child.Id);
        }
    }

    private (ExitMeaning Meaning, Failure? Failure) Run(ChildProcess child, CancellationToken stopping)
    {
        child.Input.Dispose();
        var reading = Task.WhenAll(OnThread(() => Read(child.Output, output.Add)), OnThread(() => ReadLines(child.Error)));
        var killed = Wait(child, stopping);

        // What it has left behind holds its pipes, and files that are to be removed.
        child.Kill();
        reading.Wait(Rest, CancellationToken.None);
        stopping.ThrowIfCancellationRequested();
        if (killed is null && output.IsOver)
            killed = OverOutput();
        return killed is not null ? (ExitMeaning.Fault, WithLast(killed)) : Judge(child.End);
    }

    // The reason why it had to be killed; null: it ended.
    private Failure? Wait(ChildProcess child, CancellationToken stopping)
    {
        var began = Stopwatch.GetTimestamp();
        while (!child.WaitForEnd(Look))
        {
            if (stopping.IsCancellationRequested)
                return null;
            if (output.IsOver)
                return OverOutput();
            if (Stopwatch.GetElapsedTime(began) > options.Timeout)
            {
                Cause = ProgramEnd.Timeout;
                return Failure.Transient(
                    string.Create(CultureInfo.InvariantCulture, $"{Name} did not end within {options.Timeout.TotalSeconds:0.###} s and was killed"), "raise 'timeout' where it needs longer");
            }

            if (options.Memory > 0 && child.Memory() is var used && used > options.Memory)
            {
                Cause = ProgramEnd.Memory;
                return new Failure(
                    ErrorClass.Fault, $"{Name} ran out of memory: it held {MemoryText.Of(used)} where 'memory' allows {MemoryText.Of(options.Memory)}, and was killed", "raise 'memory', or give it less to do at a time");
            }
        }

        return null;
    }

    private (ExitMeaning, Failure?) Judge(ChildEnd end)
    {
        var meaning = end.Signal > 0 ? ExitMeaning.Fault : options.Meanings.Of(end.Status);
        if (meaning is ExitMeaning.Ok or ExitMeaning.Drop)
            return (meaning, null);
        Cause = ProgramEnd.Crash;
        var kind = meaning switch
        {
            ExitMeaning.Permanent => ErrorClass.Permanent,
            ExitMeaning.Fault => ErrorClass.Fault,
            _ => ErrorClass.Transient,
        };
        return (meaning, WithLast(new Failure(kind, $"{Name} ended with {end}")));
    }

    private Failure OverOutput()
    {
        Cause = ProgramEnd.Protocol;
        return Failure.Permanent($"{Name} wrote more than {MemoryText.Of(options.MaximumOutput)} to standard output and was killed", "raise 'maximum-output' where that is meant");
    }

    private Failure WithLast(Failure failure) => failure with { Reason = failure.Reason + _last.Phrase, Detail = _last.Text };

    // Not of the thread pool: its threads may all be waiting for programs.
    private static Task OnThread(System.Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private string Name => $"'{Path.GetFileName(start.Program)}'";

    private void ReadLines(Stream stream)
    {
        var lines = new LineSplitter(LongestLine);
        Read(stream, bytes => lines.Add(bytes, (line, _) => _last.Add(line)));
        lines.End((line, _) => _last.Add(line));
    }

    private static void Read(Stream stream, BytesTaker take)
    {
        var buffer = new byte[16 << 10];
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
                take(buffer.AsSpan(0, read));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It was killed, and its pipe went with it.
        }
    }
}
