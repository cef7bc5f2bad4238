using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Windrow.Core;
using Windrow.Core.State;
using Windrow.Events.Http;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Answers requests over HTTP, of either generation of Clowder.</summary>
internal sealed class WebServer(WebContext context, ServerUsers users) : IAsyncDisposable
{
    private const int AtATime = 128;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SemaphoreSlim _room = new(AtATime);
    private readonly RateLimit _wrongKeys = new(context.Services.Time);
    private readonly IWebResource[] _resources = [new FileResource(context), new DatasetResource(context), new MetadataResource(context), new ExtractionResource(context), new PictureResource(context), new CollectionResource(context)];
    private HttpServer? _server;

    /// <exception cref="IOException">The address is taken, or is none.</exception>
    public void Start()
    {
        try
        {
            _server = HttpServer.Start(context.Options.Listen, AnswerAsync);
        }
        catch (IOException exception)
        {
            throw new IOException($"clowder-server cannot listen at '{context.Options.Listen}': {exception.Message.TrimEnd('.')}; write a free port under 'listen', or host and port", exception);
        }
    }

    /// <summary>Takes no more requests, and waits for a moment for those that are answered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext exchange)
    {
        await _room.WaitAsync(exchange.RequestAborted).ConfigureAwait(false);
        try
        {
            var answer = await DecideAsync(exchange).ConfigureAwait(false);
            await SendAsync(exchange.Response, answer, exchange.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (!exchange.RequestAborted.IsCancellationRequested)
        {
            // A file could not be read to its end.
            ServerLog.RequestFailed(context.Log, exchange.Request.Method, exchange.Request.Path, exception);
            throw;
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<Answer> DecideAsync(HttpContext exchange)
    {
        var request = new WebRequest(exchange);
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

            return Answer.Error(HttpStatusCode.NotFound, $"this server has no {request.Method} {exchange.Request.Path}", request.IsSecond);
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
        catch (Exception exception) when (!exchange.RequestAborted.IsCancellationRequested)
        {
            ServerLog.RequestFailed(context.Log, request.Method, exchange.Request.Path, exception);
            return Answer.Error(HttpStatusCode.InternalServerError, exception.Message, request.IsSecond);
        }
    }

    private Answer Refuse(WebRequest request)
    {
        if (request.Key() is not null && _wrongKeys.Happened(out var count))
            ServerLog.WrongKey(context.Log, request.Method, string.Join('/', request.Path), request.Peer, count);
        return Answer.Error(HttpStatusCode.Unauthorized, request.Key() is null ? "Not authenticated" : "Invalid API key", request.IsSecond);
    }

    private static async Task SendAsync(HttpResponse response, Answer answer, CancellationToken gone)
    {
        response.StatusCode = (int)answer.Status;
        response.ContentType = answer.Json is null ? answer.ContentType : "application/json; charset=utf-8";
        if (answer.FileName is not null)
            response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(answer.FileName)}";
        if (answer.Body is not null)
        {
            response.ContentLength = answer.Length;
            await answer.Body(response.Body, gone).ConfigureAwait(false);
            return;
        }

        var text = Encoding.UTF8.GetBytes(answer.Json?.ToJsonString(Plain) ?? "");
        response.ContentLength = text.Length;
        await response.Body.WriteAsync(text, gone).ConfigureAwait(false);
    }
}
