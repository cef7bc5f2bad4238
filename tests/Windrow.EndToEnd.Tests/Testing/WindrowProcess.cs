using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.EndToEnd.Tests.Testing;

/// <summary>The built program, run as a user runs it.</summary>
internal sealed partial class WindrowProcess : IDisposable
{
    // On a machine with much else to do; what ends is not held up by it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private const ulong TermAndHangup = (1UL << 14) | 1;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Task _reading;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WindrowProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(Read(_process.StandardOutput, _output), Read(_process.StandardError, _error));
    }

    public Process Process => _process;

    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    /// <summary>What it has written to standard output.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts the program in a directory. Its standard input is open until the caller closes it.</summary>
    /// <remarks>
    /// Signals have their default disposition, whatever the test run inherited: under nohup it ignores SIGHUP, as a
    /// background job of a script SIGINT, and so would the program.
    /// </remarks>
    public static WindrowProcess Start(string directory, string[] arguments, params (string Name, string Value)[] environment) =>
        StartUnder(["env", "--default-signal"], directory, arguments, environment);

    /// <summary>Starts the program through another, such as <c>nohup</c>, that becomes it.</summary>
    public static WindrowProcess StartUnder(string[] starter, string directory, string[] arguments, params (string Name, string Value)[] environment) =>
        StartCommand([.. starter, Repository.Program, .. arguments], directory, environment);

    /// <summary>Starts any command, such as the launcher of a checkout, to be watched as the program is.</summary>
    public static WindrowProcess StartCommand(string[] command, string directory, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new WindrowProcess(start);
    }

    /// <summary>Runs the program to its end, with nothing on standard input.</summary>
    public static Task<Result> Run(string directory, params string[] arguments) => Run(directory, "", arguments);

    /// <summary>Runs the program to its end.</summary>
    public static async Task<Result> Run(string directory, string input, string[] arguments)
    {
        using var process = Start(directory, arguments);
        await process.Feed(input);
        return await process.Ended();
    }

    /// <summary>Writes to standard input and closes it.</summary>
    public async Task Feed(string input)
    {
        try
        {
            await _process.StandardInput.WriteAsync(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it.
        }
    }

    public void Signal(int signal) => Kill(_process.Id, signal).ShouldBe(0);

    /// <summary>Waits until standard error holds a text.</summary>
    public Task Tells(string text) => Until(() => Error.Contains(text, StringComparison.Ordinal), $"'{text}' on standard error");

    /// <summary>Waits until a flow that was just started takes SIGTERM as its end, and not as that of its process.</summary>
    public Task TakesSignals() => Until(HandlesTerm, "it takes signals");

    // Of the signals that are caught, in hexadecimal digits, SIGTERM is the fifteenth from the right (proc(5)). SIGHUP, the first, is caught when all others are.
    private bool HandlesTerm() => File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(static line => line.StartsWith("SigCgt:", StringComparison.Ordinal)) is { } caught
        && (Convert.ToUInt64(caught[7..].Trim(), 16) & TermAndHangup) == TermAndHangup;

    /// <summary>Waits until a condition holds; it is looked at whenever the program writes, and every few milliseconds.</summary>
    public async Task Until(Func<bool> condition, string what, TimeSpan? within = null)
    {
        var end = _watch.Elapsed + (within ?? Patience);
        while (!condition())
        {
            if (_watch.Elapsed > end)
                throw new TimeoutException($"waited for {what}; standard error:\n{Error}");
            if (_process.HasExited)
            {
                await _reading;
                condition().ShouldBeTrue($"the program ended before {what}; standard error:\n{Error}");
                return;
            }

            await Task.WhenAny(Volatile.Read(ref _changed).Task, Task.Delay(Look));
        }
    }

    /// <summary>Waits for the end; a program that does not end in time is killed, and that is a failure.</summary>
    public async Task<Result> Ended(TimeSpan? within = null)
    {
        var peak = 0L;
        var exit = _process.WaitForExitAsync();
        var end = _watch.Elapsed + (within ?? Patience);
        while (!exit.IsCompleted)
        {
            if (_watch.Elapsed > end)
            {
                _process.Kill();
                throw new TimeoutException($"still running after {_watch.Elapsed.TotalSeconds:0} s; standard error:\n{Error}");
            }

            peak = Math.Max(peak, ResidentPeak());
            await Task.WhenAny(exit, Task.Delay(Look));
        }

        await _reading;
        return new Result(_process.ExitCode, _output.ToString(), _error.ToString(), peak, _watch.Elapsed);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    // The kernel keeps the high-water mark, so looking now and then is enough.
    private long ResidentPeak()
    {
        try
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line["VmHWM:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) << 10;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private async Task Read(StreamReader reader, StringBuilder into)
    {
        var buffer = new char[8_192];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            lock (into)
                into.Append(buffer, 0, count);
            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
