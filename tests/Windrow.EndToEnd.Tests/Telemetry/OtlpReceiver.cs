using System.Collections.Concurrent;
using System.Net;

namespace Windrow.EndToEnd.Tests.Telemetry;

/// <summary>A collector of traces by OTLP over HTTP with protobuf, on the loopback address.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;

    public OtlpReceiver()
    {
        // The port is free as long as nobody else asks for one at the same moment; another one is tried then.
        for (; ; )
        {
            // One that could not be started cannot be used again.
            Port = Random.Shared.Next(20_000, 60_000);
            _listener = new HttpListener();
            _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException)
            {
                continue;
            }
        }

        _serving = Serve();
    }

    public int Port { get; private set; }

    public ConcurrentQueue<OtlpSpan> Spans { get; } = new();

    /// <summary>Attributes of the processes that sent spans.</summary>
    public ConcurrentDictionary<string, string> Resource { get; } = new();

    /// <summary>Headers of the requests.</summary>
    public ConcurrentDictionary<string, string> Headers { get; } = new();

    public void Dispose()
    {
        _listener.Stop();
        _listener.Close();
        _serving.Wait();
    }

    private async Task Serve()
    {
        for (; ; )
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

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            foreach (var name in context.Request.Headers.AllKeys)
                Headers[name!] = context.Request.Headers[name]!;
            context.Response.StatusCode = context.Request.Url!.AbsolutePath == "/v1/traces" ? 200 : 404;
            context.Response.ContentType = "application/x-protobuf";
            if (context.Response.StatusCode == 200)
                OtlpSpan.Read(body.ToArray(), Spans, Resource);
            context.Response.Close();
        }
    }
}
