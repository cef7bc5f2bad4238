using System.Net;
using System.Text;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.State;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Answers requests over HTTP, of either generation of Clowder.</summary>
internal sealed class WebServer(WebContext context, ServerUsers users) : IAsyncDisposable
{
    private const int AtATime = 128;
    private const int MostTries = 20;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SemaphoreSlim _room = new(AtATime);
    private readonly RateLimit _wrongKeys = new(context.Services.Time);
    private readonly IWebResource[] _resources = [new FileResource(context), new DatasetResource(context), new MetadataResource(context), new ExtractionResource(context), new PictureResource(context), new CollectionResource(context)];
    private HttpListener _listener = new();
    private Task _serving = Task.CompletedTask;

    /// <exception cref="IOException">The address is taken, or is none.</exception>
    public void Start()
    {
        for (var left = MostTries; !TryStart(isLast: left == 1); left--)
        {
            // What was opened for it is closed when it is collected, and keeps the port until then.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        _serving = Task.Run(RunAsync);
    }

    /// <summary>Takes no more requests, and waits for a moment for those that are answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving.ConfigureAwait(false);
        for (var left = AtATime; left > 0 && await _room.WaitAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(false); left--)
        {
        }

        _listener.Close();
        _room.Dispose();
    }

    private bool TryStart(bool isLast)
    {
        var listen = context.Options.Listen;
        _listener = new HttpListener { IgnoreWriteExceptions = true };
        _listener.Prefixes.Add($"http://{listen}/");

        // By this name the loopback address is called, too.
        if (listen.StartsWith("127.0.0.1:", StringComparison.Ordinal))
            _listener.Prefixes.Add($"http://localhost:{listen[(listen.IndexOf(':', StringComparison.Ordinal) + 1)..]}/");
        try
        {
            _listener.Start();
            return true;
        }
        catch (ArgumentNullException) when (!isLast)
        {
            // A defect of .NET's listener: it fails so when somebody connects at the very moment, as extractors do that wait for a server that comes again.
            return false;
        }
        catch (Exception exception) when (exception is HttpListenerException or ArgumentException or System.Net.Sockets.SocketException)
        {
            throw new IOException($"clowder-server cannot listen at '{listen}': {exception.Message.TrimEnd('.')}; write a free port under 'listen', or host and port", exception);
        }
    }

    private async Task RunAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext exchange;
            try
            {
                exchange = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            await _room.WaitAsync().ConfigureAwait(false);
            _ = Task.Run(async () =>
            {
                try
                {
                    await AnswerAsync(exchange).ConfigureAwait(false);
                }
                finally
                {
                    _room.Release();
                }
            });
        }
    }

    private async Task AnswerAsync(HttpListenerContext exchange)
    {
        try
        {
            var answer = await DecideAsync(exchange.Request).ConfigureAwait(false);
            await SendAsync(exchange.Response, answer).ConfigureAwait(false);
            exchange.Response.Close();
        }
        catch (Exception exception)
        {
            // Who asked is gone, or a file could not be read to its end: half an answer must not look like a whole one.
            if (exception is not (HttpListenerException or IOException or ObjectDisposedException))
                ServerLog.RequestFailed(context.Log, exchange.Request.HttpMethod, exchange.Request.Url?.AbsolutePath ?? "", exception);
            exchange.Response.Abort();
        }
    }

    private async Task<Answer> DecideAsync(HttpListenerRequest raw)
    {
        if (raw.Url is null)
            return Answer.Error(HttpStatusCode.BadRequest, "the address cannot be read", isSecond: false);
        var request = new WebRequest(raw);
        try
        {
            if (!request.IsApi)
                return Answer.Error(HttpStatusCode.NotFound, "the interface begins at /api", isSecond: false);
            if (request is { Method: "GET", Path: ["status"] or ["version"] })
                return Answer.Ok(new System.Text.Json.Nodes.JsonObject { ["version"] = "windrow", ["status"] = "ok" });
            if (request.Key() is not { } key || users.Find(key) is not { } user)
                return Refuse(request);
            request.User = user;
            if (user.IsReadOnly && request.Method != "GET")
                return Answer.Error(HttpStatusCode.Forbidden, "this key may look, and change nothing", request.IsSecond);
            foreach (var resource in _resources)
            {
                if (resource.Answer(request) is { } answering)
                    return await answering.ConfigureAwait(false);
            }

            return Answer.Error(HttpStatusCode.NotFound, $"this server has no {request.Method} {raw.Url.AbsolutePath}", request.IsSecond);
        }
        catch (RecordMissingException exception)
        {
            return Answer.Error(HttpStatusCode.NotFound, exception.Message, request.IsSecond);
        }
        catch (BadRequestException exception)
        {
            return Answer.Error(exception.Status, exception.Message, request.IsSecond);
        }
        catch (StateException exception)
        {
            return Answer.Error(HttpStatusCode.ServiceUnavailable, exception.Message, request.IsSecond);
        }
        catch (Exception exception) when (exception is not (HttpListenerException or ObjectDisposedException))
        {
            ServerLog.RequestFailed(context.Log, request.Method, raw.Url.AbsolutePath, exception);
            return Answer.Error(HttpStatusCode.InternalServerError, exception.Message, request.IsSecond);
        }
    }

    private Answer Refuse(WebRequest request)
    {
        if (request.Key() is not null && _wrongKeys.Happened(out var count))
            ServerLog.WrongKey(context.Log, request.Method, string.Join('/', request.Path), request.Peer, count);
        return Answer.Error(HttpStatusCode.Unauthorized, request.Key() is null ? "Not authenticated" : "Invalid API key", request.IsSecond);
    }

    private static async Task SendAsync(HttpListenerResponse response, Answer answer)
    {
        response.StatusCode = (int)answer.Status;
        response.ContentType = answer.Json is null ? answer.ContentType : "application/json; charset=utf-8";
        if (answer.FileName is not null)
            response.AddHeader("Content-Disposition", $"attachment; filename*=UTF-8''{Uri.EscapeDataString(answer.FileName)}");
        if (answer.Body is null)
        {
            var text = Encoding.UTF8.GetBytes(answer.Json?.ToJsonString(Plain) ?? "");
            response.ContentLength64 = text.Length;
            await response.OutputStream.WriteAsync(text).ConfigureAwait(false);
            return;
        }

        if (answer.Length is { } length)
            response.ContentLength64 = length;
        else
            response.SendChunked = true;
        await answer.Body(response.OutputStream).ConfigureAwait(false);
    }
}
