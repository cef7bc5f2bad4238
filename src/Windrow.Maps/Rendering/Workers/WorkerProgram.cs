using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Maps.Rendering.Drawing;
using Windrow.Maps.Rendering.Json;
using Windrow.Native.Libc;
using Windrow.Native.Magics;
using Windrow.Native.NativeLibraries;

namespace Windrow.Maps.Rendering.Workers;

/// <summary>
/// What a worker does (<c>windrow maps worker</c>): it takes orders from standard input and replies on what was its standard
/// output; what libraries print goes to standard error. When its owner is gone, however that ended, it is gone at once.
/// </summary>
public sealed class WorkerProgram : IDisposable
{
    /// <summary>The exit status of a worker that is out of memory, as a shell tells it of one that the kernel has ended.</summary>
    private const int OutOfMemory = 137;

    private readonly EngineServices _services;
    private readonly OrderDrawer _drawer;
    private readonly BlockingCollection<string> _orders = [];
    private readonly StreamWriter _replies;
    private MapOrder? _underWay;

    private WorkerProgram(EngineServices services)
    {
        _services = services;
        _drawer = new OrderDrawer(services);
        _replies = new StreamWriter(new FileStream(ProcessOutput.Take(), FileAccess.Write, bufferSize: 0), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Works until standard input ends, and does not return.</summary>
    public static void Run(EngineServices services)
    {
        // A terminal's Ctrl-C reaches the whole group, and systemd's stop all processes of a service; the owner decides what they mean.
        using var interrupt = Ignored(PosixSignal.SIGINT);
        using var terminate = Ignored(PosixSignal.SIGTERM);
        using var hangUp = Ignored(PosixSignal.SIGHUP);
        using var program = new WorkerProgram(services);
        program.Run();
    }

    public void Dispose()
    {
        _replies.Dispose();
        _orders.Dispose();
    }

    private static PosixSignalRegistration Ignored(PosixSignal signal) => PosixSignalRegistration.Create(signal, static context => context.Cancel = true);

    private void Run()
    {
        var greeting = Prepare();
        _replies.WriteLine(JsonSerializer.Serialize(greeting, RenderingJson.Default.WorkerGreeting));
        new Thread(Read) { IsBackground = true, Name = "orders" }.Start();
        foreach (var line in _orders.GetConsumingEnumerable())
        {
            var result = Draw(line);
            if (_drawer.IsOutOfMemory)
            {
                // As when the kernel ends it: the order is tried once more, in a new process.
                Console.Error.WriteLine($"out of memory: {result.Failure}");
                ProcessEnd.Now(OutOfMemory);
            }

            var reply = new WorkerReply(
                result.Outputs, result.Warnings, result.Duration.TotalSeconds, Environment.WorkingSet, _drawer.IsSpoiled,
                result.Failure?.Class, result.Failure?.Reason, result.Failure?.Advice);
            _replies.WriteLine(JsonSerializer.Serialize(reply, RenderingJson.Default.WorkerReply));
        }
    }

    private RenderResult Draw(string line)
    {
        MapOrder order;
        try
        {
            order = MapOrderJson.ReadLine(line);
        }
        catch (JsonException exception)
        {
            return new RenderResult("", [], TimeSpan.Zero, [], Failure.Permanent($"the order cannot be read: {exception.Message}"));
        }

        Volatile.Write(ref _underWay, order);
        var result = _drawer.Draw(order);
        Volatile.Write(ref _underWay, null);
        return result;
    }

    private WorkerGreeting Prepare()
    {
        var home = MagicsHome.Find(_services.Environment, _services.Files);
        foreach (var (name, value) in home.Variables)
            ProcessEnvironment.Set(name, value);
        try
        {
            return new WorkerGreeting(MagicsLibrary.Version, home.Problem);
        }
        catch (NativeLibraryMissingException missing)
        {
            return new WorkerGreeting(null, missing.Message);
        }
    }

    private void Read()
    {
        using var reader = new StreamReader(_services.StandardInput(), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            _orders.Add(line);
        if (Volatile.Read(ref _underWay) is { } order)
            _drawer.Discard(order);
        // While the other thread is inside of Magics an orderly exit would crash or wait.
        ProcessEnd.Now(0);
    }
}
