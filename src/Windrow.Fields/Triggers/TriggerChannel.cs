using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;

namespace Windrow.Fields.Triggers;

/// <summary>Sends events to a server, with several tries, and appends them to a file. For one thread.</summary>
internal sealed partial class TriggerChannel(TriggerOptions options, string type, PlugInContext context)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    private static readonly byte[] NewLine = [(byte)'\n'];

    private readonly ILogger _log = context.Services.Logs.CreateLogger("windrow.trigger");

    private EventFiles _files = new();
    private CancellationToken _stopping;

    /// <summary>Called once before the first event, when the trigger that it belongs to starts.</summary>
    public void Start(ActionContext trigger) => (_files, _stopping) = (trigger.Shared.Get<EventFiles>(), trigger.Stopping);

    /// <summary>Tells that a key has a value.</summary>
    /// <returns>Why it could not be told, where that is to be an error.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public Failure? Tell(string value)
    {
        var text = TriggerEvent.Write(type, options.Info, options.Key!, value);
        if (options.Host is not null && Send(text, _stopping) is { } failure)
        {
            if (options.FailOnRetry)
                return failure;
            NotSent(_log, options.Key!, value, failure.Reason);
        }

        if (options.File is not null)
            Append(text);
        return null;
    }

    private Failure? Send(ReadOnlyMemory<byte> text, CancellationToken stopping)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                SendOnce(text, stopping).GetAwaiter().GetResult();
                return null;
            }
            catch (Exception exception) when (exception is SocketException or IOException || (exception is OperationCanceledException && !stopping.IsCancellationRequested))
            {
                var reason = exception is OperationCanceledException ? $"no answer within {options.TimeoutSeconds} s" : exception.Message;
                if (attempt >= options.Retries)
                    return Failure.Permanent($"the event could not be sent to {options.Host}:{options.Port} in {attempt + 1} tries: {reason}", "see whether a server listens there", exception);
            }

            Task.Delay(BetweenTries, context.Services.Time, stopping).GetAwaiter().GetResult();
        }
    }

    private async Task SendOnce(ReadOnlyMemory<byte> text, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), context.Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        using var client = new TcpClient();
        await client.ConnectAsync(options.Host!, options.Port, either.Token).ConfigureAwait(false);
        await client.GetStream().WriteAsync(text, either.Token).ConfigureAwait(false);
        client.Client.Shutdown(SocketShutdown.Send);
    }

    private void Append(ReadOnlyMemory<byte> text)
    {
        var path = context.FullPath(options.File!);
        using var turn = _files.Enter(path);
        context.Services.Files.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = context.Services.Files.OpenWrite(path, append: true);
        var length = file.Length;
        try
        {
            file.Write(text.Span);
            file.Write(NewLine);
            file.Sync();
        }
        catch (IOException)
        {
            file.Truncate(length);
            throw;
        }
    }

    [LoggerMessage(901, LogLevel.Warning, "{Key} {Value}: {Reason}")]
    private static partial void NotSent(ILogger log, string key, string value, string reason);
}
