using System.Net;
using System.Text;
using Windrow.Core;
using Windrow.Core.Flows;

namespace Windrow.Cli.Metrics;

/// <summary>Serves <c>/metrics</c> over HTTP.</summary>
internal sealed class MetricsServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly FlowHost _host;
    private readonly EngineServices _services;

    private MetricsServer(FlowHost host, EngineServices services, string address)
    {
        _host = host;
        _services = services;
        _listener.Prefixes.Add($"http://{address}/");
    }

    /// <param name="address">Host and port, such as <c>127.0.0.1:9464</c>; a port alone is one of the loopback address.</param>
    /// <exception cref="IOException">The address is taken, or is none.</exception>
    public static MetricsServer Start(FlowHost host, EngineServices services, string address)
    {
        var server = new MetricsServer(host, services, address.Contains(':', StringComparison.Ordinal) ? address : $"127.0.0.1:{address}");
        try
        {
            server._listener.Start();
        }
        catch (Exception exception) when (exception is HttpListenerException or ArgumentException)
        {
            server.Dispose();
            throw new IOException($"cannot serve metrics at '{address}': {exception.Message.TrimEnd('.')}; give a free port, such as 9464, or host and port", exception);
        }

        _ = server.Run();
        return server;
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task Run()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                Answer(context);
            }
            catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
            {
                // Who asked is gone.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        using var response = context.Response;
        if (context.Request.Url?.AbsolutePath != "/metrics")
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        var text = Encoding.UTF8.GetBytes(MetricsText.Of(_host, _services));
        response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        response.ContentLength64 = text.Length;
        response.OutputStream.Write(text);
    }
}
