using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Windrow.Events.Http;

namespace Windrow.Events.Tests;

/// <summary>A web server on loopback that remembers what it was sent, and answers as a test says.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly HttpServer _server;
    private readonly Func<int, HttpRequest, (int Status, string Text)> _answer;
    private int _count;

    /// <param name="answer">Of the number of the request, from 1.</param>
    public WebServer(Func<int, (int, string)> answer, int? port = null)
        : this((number, _) => answer(number), port)
    {
    }

    /// <param name="answer">Of the number of the request, from 1, and the request; with the status 0 nobody ever answers.</param>
    public WebServer(Func<int, HttpRequest, (int, string)> answer, int? port = null)
    {
        _answer = answer;
        Port = port ?? FreePort();
        _server = HttpServer.Start(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}"), Answer);
    }

    public ConcurrentQueue<(string Method, IHeaderDictionary Headers, byte[] Body)> Requests { get; } = new();

    public int Port { get; }

    public static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose() => _server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();

    private async Task Answer(HttpContext exchange)
    {
        var (status, text) = _answer(Interlocked.Increment(ref _count), exchange.Request);
        using var body = new MemoryStream();
        await exchange.Request.Body.CopyToAsync(body);

        // A copy, as Kestrel uses its own again.
        Requests.Enqueue((exchange.Request.Method, new HeaderDictionary(exchange.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), body.ToArray()));
        if (status == 0)
            await Task.Delay(Timeout.Infinite, exchange.RequestAborted);
        exchange.Response.StatusCode = status;
        exchange.Response.ContentType = "text/plain";
        await exchange.Response.WriteAsync(text);
    }
}
