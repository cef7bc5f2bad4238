using System.Collections.Concurrent;
using System.Net;

namespace Windrow.Events.Tests;

/// <summary>A web server on loopback that remembers what it was sent, and answers as a test says.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, HttpListenerRequest, (int Status, string Text)> _answer;
    private readonly Task _serving;
    private int _count;

    /// <param name="answer">Of the number of the request, from 1.</param>
    public WebServer(Func<int, (int, string)> answer, int? port = null)
        : this((number, _) => answer(number), port)
    {
    }

    /// <param name="answer">Of the number of the request, from 1, and the request.</param>
    public WebServer(Func<int, HttpListenerRequest, (int, string)> answer, int? port = null)
    {
        _answer = answer;
        Port = port ?? FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = Task.Run(Serve);
    }

    public ConcurrentQueue<(string Method, WebHeaderCollection Headers, byte[] Body)> Requests { get; } = new();

    public int Port { get; }

    public static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var (status, text) = _answer(Interlocked.Increment(ref _count), context.Request);
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Requests.Enqueue((context.Request.HttpMethod, new WebHeaderCollection { context.Request.Headers }, body.ToArray()));
            if (status == 0)
                continue; // never answers
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/plain";
            try
            {
                await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Whoever has asked has seen the status, and wants no more.
            }
        }
    }
}
