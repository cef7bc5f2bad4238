using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text.Json;
using Windrow.Cli.Reports;
using Windrow.Cli.Taps;
using Windrow.Core;
using Windrow.Core.Expectations;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect.Orders;
using Windrow.Core.State;

namespace Windrow.Cli.Control;

/// <summary>
/// Takes commands from other processes of the same user while a flow runs: a line of JSON in, a line of JSON out, over a
/// Unix socket. The state store's lock says that no other process has the directory, so a socket that is there is a dead one.
/// </summary>
internal sealed class ControlServer : IDisposable
{
    private const int LongestRequest = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FlowHost _host;
    private readonly EngineServices _services;
    private readonly Socket _socket;
    private readonly string _path;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private ControlServer(FlowHost host, EngineServices services, string path, Socket socket)
    {
        _host = host;
        _services = services;
        _path = path;
        _socket = socket;
        _running = Run();
    }

    /// <summary>Starts to listen. Null: this flow has no place for a socket, or it cannot be made; the flow runs without.</summary>
    public static ControlServer? Start(FlowHost host, EngineServices services)
    {
        var log = services.Logs.CreateLogger("windrow.control");
        if (host.Definition.StateDirectory is not { } directory || !host.Store.IsOpen)
            return null;
        var path = ControlPath.Of(directory);
        if (!ControlPath.Fits(path))
        {
            ControlLog.TooLong(log, path);
            return null;
        }

        try
        {
            services.Files.Delete(path);
            return new ControlServer(host, services, path, ControlPath.Listen(path));
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            ControlLog.NoSocket(log, path, exception.Message);
            return null;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _running.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(TimeSpan.FromSeconds(5));
        try
        {
            _services.Files.Delete(_path);
        }
        catch (IOException)
        {
            // The next start deletes it.
        }

        _stop.Dispose();
    }

    private async Task Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Serve(client);
        }
    }

    private async Task Serve(Socket client)
    {
        using (client)
        using (var time = new CancellationTokenSource(TimeSpan.FromSeconds(30), _services.Time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, _stop.Token))
        {
            try
            {
                var stream = new NetworkStream(client);
                await using (stream.ConfigureAwait(false))
                {
                    var request = await ReadLine(stream, either.Token).ConfigureAwait(false);
                    if (IsTap(request, out var tap))
                    {
                        using (tap)
                            await TapServing.Serve(tap.RootElement, _host, _services, stream, _stop.Token).ConfigureAwait(false);
                        return;
                    }

                    var answer = Answer(request);
                    await stream.WriteAsync(answer, either.Token).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
                // Who asked is gone.
            }
        }
    }

    // The one request with more than one answer.
    private static bool IsTap(byte[] request, [NotNullWhen(true)] out JsonDocument? tap)
    {
        tap = null;
        try
        {
            tap = JsonDocument.Parse(request);
            if (tap.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("do", out var what) && what.ValueEquals("tap") && root.TryGetProperty("plan", out _))
                return true;
        }
        catch (JsonException)
        {
            // It is told as every other.
        }

        tap?.Dispose();
        tap = null;
        return false;
    }

    private static async Task<byte[]> ReadLine(NetworkStream stream, CancellationToken stop)
    {
        var buffer = new byte[LongestRequest];
        var length = 0;
        while (length < buffer.Length && Array.IndexOf(buffer, (byte)'\n', 0, length) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), stop).ConfigureAwait(false);
            if (read == 0)
                break;
            length += read;
        }

        return buffer[..length];
    }

    private byte[] Answer(byte[] request)
    {
        try
        {
            using var document = JsonDocument.Parse(request);
            return Do(document.RootElement);
        }
        catch (ObjectDisposedException)
        {
            return ControlAnswer.Refusal("the flow is ending");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return ControlAnswer.Refusal($"not understood: {exception.Message}");
        }
        catch (IOException exception)
        {
            return ControlAnswer.Refusal(exception.Message);
        }
    }

    private byte[] Do(JsonElement request) => request.GetProperty("do").GetString() switch
    {
        "status" => StatusReport.Json(_host, _services),
        "missing" => Missing(request),
        "pause" => Pause(request, on: true),
        "resume" => Pause(request, on: false),
        "retry" => TakeLetters(request, letters => _host.Retry(letters)),
        "collection" => Order(request),
        "drop" => TakeLetters(request, letters => DeadLetterRetries.Drop(_host.Store.Open(), letters)),
        var other => ControlAnswer.Refusal($"there is no command '{other}'"),
    };

    // Which letters those are was found by whoever asks, and may have changed meanwhile.
    private byte[] TakeLetters(JsonElement request, System.Action<IReadOnlyList<StoredDeadLetter>> take)
    {
        var numbers = request.GetProperty("numbers").EnumerateArray().Select(static number => number.GetInt64()).ToHashSet();
        var letters = DeadLetterRetries.Find(_host.Store.Open(), numbers, out var missing);
        if (missing.Count > 0)
            return ControlAnswer.Refusal($"there is no dead letter {string.Join(", ", missing)}");
        take(letters);
        return ControlAnswer.Done;
    }

    // It is durable when it is answered.
    private byte[] Order(JsonElement request)
    {
        var order = new SetOrder(
            Enum.Parse<SetVerb>(request.GetProperty("verb").GetString()!), request.GetProperty("key").GetString()!, new TimeSpan(request.GetProperty("by").GetInt64()), request.GetProperty("who").GetString()!);
        var done = _host.Order(request.GetProperty("plan").GetString()!, request.GetProperty("action").GetString()!, order);
        if (!((IAsyncResult)done).AsyncWaitHandle.WaitOne(Patience))
            return ControlAnswer.Refusal("the flow does not get to it, as its state is away or its queues are full; see 'windrow status', and 'windrow collections' for whether it was done");
        return done.Result is { } objection ? ControlAnswer.Refusal(objection) : ControlAnswer.Done;
    }

    private byte[] Missing(JsonElement request)
    {
        var at = request.TryGetProperty("at", out var text) && TimeText.TryParse(text.GetString() ?? "", out var read) ? read : _services.Time.GetUtcNow().UtcDateTime;
        return MissingReport.Json(_host.Definition.Name, at, isRunning: true, Standings.Of(_host, at, request.GetProperty("all").GetBoolean()));
    }

    private byte[] Pause(JsonElement request, bool on)
    {
        var isPlan = request.TryGetProperty("plan", out var name);
        if (!isPlan && !request.TryGetProperty("source", out name))
            return ControlAnswer.Refusal("name a plan or a source");
        var text = name.GetString() ?? "";
        var found = isPlan ? _host.PausePlan(text, on) : _host.PauseSource(text, on);
        var names = isPlan ? _host.Plans().Select(static plan => plan.Name) : _host.Sources().Select(static source => source.Name);
        return found ? ControlAnswer.Done : ControlAnswer.Refusal($"there is no {(isPlan ? "plan" : "source")} '{text}'; there are: {string.Join(", ", names)}");
    }
}
