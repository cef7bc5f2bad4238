using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Programs;
using Windrow.Exec.Processes;
using Windrow.Exec.Workers.Protocol;

namespace Windrow.Exec.Workers;

/// <content>What a worker says, and its end.</content>
internal sealed partial class Worker
{
    private const int LongestQuote = 200;
    private const int LongestReason = 2_000;
    private const int LongestDetail = 64 << 10;
    private static readonly TimeSpan WeighEvery = TimeSpan.FromMilliseconds(100);

    // Before it has greeted, who reports says which worker does not start.
    private string Subject => _greeted.IsSet ? $"the worker '{_name}'" : "it";

    private void Read()
    {
        var lines = new LineSplitter(WorkerSetting.LongestLine);
        var buffer = new byte[64 << 10];
        try
        {
            for (int read; (read = _child.Output.Read(buffer)) > 0;)
                lines.Add(buffer.AsSpan(0, read), TakeLine);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It was killed, and its pipe went with it.
        }

        Lost();
    }

    private void TakeLine(ReadOnlySpan<byte> line, bool isCut)
    {
        lock (_lock)
        {
            if (_reason is not null)
                return;
        }

        try
        {
            if (isCut)
                throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"a line is longer than {WorkerSetting.LongestLine >> 20} MiB"));
            var reader = new Utf8JsonReader(line);
            using var json = JsonDocument.ParseValue(ref reader);
            Take(json.RootElement);
        }
        catch (Exception exception) when (exception is ProtocolException or JsonException or IOException)
        {
            var quote = Encoding.UTF8.GetString(line[..Math.Min(line.Length, LongestQuote)]);
            Kill(null, ProgramEnd.Protocol, new Failure(
                ErrorClass.Fault, $"{Subject} broke the protocol and was killed: {exception.Message} It wrote: {quote}", "a worker writes nothing but lines of the protocol to standard output; what is for people goes to standard error"));
        }
    }

    private void Take(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object || !line.TryGetProperty("type", out var type))
            throw new ProtocolException("a line is an object with a 'type'.");
        switch (type.ToString())
        {
            case "hello":
                TakeHello(line);
                break;
            case "result":
                TakeResult(HeadOf(line), line);
                break;
            case "done":
                TakeDone(HeadOf(line), line);
                break;
            case "error":
                TakeError(HeadOf(line), line);
                break;
            case "buffer":
                TakeBuffer(HeadOf(line), line);
                break;
            case "keep" or "kept" or "count":
                TakeSet(HeadOf(line), type.ToString(), line);
                break;
            case "progress":
                HeadOf(line).Progress = Text(line, "text") is { Length: > 0 } text ? text : Text(line, "fraction");
                break;
            case "log":
                _noise.Log(LevelOf(Text(line, "level")), Text(line, "text"));
                break;
            default:
                throw new ProtocolException($"'{type}' is no type of a line.");
        }
    }

    private void TakeHello(JsonElement line)
    {
        if (!line.TryGetProperty("protocol", out var protocol) || !protocol.TryGetInt32(out var version) || version != WorkerWriter.Version)
            throw new ProtocolException($"it speaks protocol {(line.TryGetProperty("protocol", out protocol) ? protocol : default)}, and this version of windrow {WorkerWriter.Version}.");
        if (Text(line, "name") is { Length: > 0 } name)
            _name = name;
        _greeted.Set();
    }

    private WorkerTask HeadOf(JsonElement line)
    {
        var number = line.TryGetProperty("number", out var given) && given.ValueKind == JsonValueKind.Number ? given.GetInt64() : -1;
        lock (_lock)
        {
            return _underWay.TryPeek(out var head) && head.Number == number
                ? head
                : throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"it speaks of message {number}, and should work on {head?.Number ?? -1}."));
        }
    }

    // A result that is wrong in itself is the message's failure when the worker has done with it.
    private void TakeResult(WorkerTask head, JsonElement line)
    {
        try
        {
            head.Products.Add(_setting.Results.Read(head, line));
        }
        catch (FailureException exception)
        {
            head.Wrong ??= exception.Failure;
        }

        head.Written += JsonMarshal.GetRawUtf8Value(line).Length;
        if (head.Written > _setting.Options.MaximumOutput)
            throw TooMuch();
    }

    private void TakeDone(WorkerTask head, JsonElement line)
    {
        if (line.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array)
        {
            foreach (var result in results.EnumerateArray())
                TakeResult(head, result);
        }

        Complete(head.Wrong);
    }

    private void TakeError(WorkerTask head, JsonElement line)
    {
        var kind = Text(line, "class") switch
        {
            "permanent" => ErrorClass.Permanent,
            "waiting" => ErrorClass.Waiting,
            "fault" => ErrorClass.Fault,
            _ => ErrorClass.Transient,
        };
        var (advice, detail) = (Text(line, "advice"), Text(line, "traceback"));
        Complete(new Failure(kind, Text(line, "text") is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestReason)] : $"the worker '{_name}' gave no reason", advice.Length > 0 ? advice : null)
        {
            Detail = detail.Length > LongestDetail ? detail[^LongestDetail..] : detail.Length > 0 ? detail : null,
        });
    }

    private void TakeBuffer(WorkerTask head, JsonElement line)
    {
        if (!line.TryGetProperty("bytes", out var given) || !given.TryGetInt64(out var bytes) || bytes < 0)
            throw new ProtocolException("'bytes' of a buffer is a number.");
        if (bytes > int.MaxValue / 2 || head.Written + bytes > _setting.Options.MaximumOutput)
            throw TooMuch();
        var buffer = _setting.Pool.Rent((int)bytes);
        head.Lend(buffer, bytes);
        lock (_writing)
        {
            lock (_lock)
                _known.Add(buffer.Number);
            _writer.Buffer(buffer);
            Flush();
        }
    }

    private ProtocolException TooMuch() => new($"it made more than {MemoryText.Of(_setting.Options.MaximumOutput)} of one message, which is what 'maximum-output' allows.");

    private void Complete(Failure? failure)
    {
        Weigh();
        WorkerTask head;
        bool isLast;
        TimeSpan time;
        lock (_lock)
        {
            head = _underWay.Dequeue();
            time = _setting.Time.GetElapsedTime(_headSince);
            _headSince = _setting.Time.GetTimestamp();
            isLast = _isEnding && _underWay.Count == 0;
        }

        var made = 0L;
        foreach (var product in head.Products)
            made += product.Payload?.Bytes ?? 0;
        _setting.Meter.Worked(time, head.Payload.Bytes, made);
        if (failure is null)
            head.Done();
        else
            head.Fail(failure);
        if (isLast)
            SayFarewell();
    }

    // Not after every message: it costs more than a small one does.
    private void Weigh()
    {
        if (_setting.Options.RecycleAbove == 0 || _isTooLarge || _setting.Time.GetElapsedTime(_weighedAt) < WeighEvery)
            return;
        _isTooLarge = Memory() > _setting.Options.RecycleAbove;
        _weighedAt = _setting.Time.GetTimestamp();
    }

    private void Lost()
    {
        // It may only have closed its output, and then it is of no use.
        _child.Kill();
        _noise.AwaitEnd(Rest);
        WorkerTask[] left;
        bool isExpected;
        lock (_lock)
        {
            _isLost = true;
            isExpected = _isEnding && _underWay.Count == 0;
            _reason ??= new Failure(
                ErrorClass.Fault,
                $"{Subject} ended with {_child.End}{(_underWay.Count > 0 ? " while it worked on the message" : _greeted.IsSet ? "" : " before it greeted")}{_noise.Last.Phrase}")
            {
                Detail = _noise.Last.Text,
            };
            left = [.. _underWay];
            _underWay.Clear();
        }

        if (_greeted.IsSet && !isExpected)
        {
            _setting.Meter.Ended(_cause);
            WorkerLog.Lost(_setting.Log, _setting.Action, _reason.Reason);
        }

        if (left.Length > 0)
            left[0].Fail(_reason);
        foreach (var task in left.AsSpan(Math.Min(1, left.Length)))
            task.GiveBack();
        _greeted.Set();
    }

    private static LogLevel LevelOf(string name) => name switch
    {
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "critical" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    private static string Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";
}
