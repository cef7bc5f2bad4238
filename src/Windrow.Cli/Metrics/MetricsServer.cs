using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Events.Http;

namespace Windrow.Cli.Metrics;

/// <summary>Serves <c>/metrics</c> over HTTP.</summary>
internal static class MetricsServer
{
    /// <param name="address">Host and port, such as <c>127.0.0.1:9464</c>; a port alone is one of the loopback address.</param>
    /// <exception cref="IOException">The address is taken, or is none.</exception>
    public static HttpServer Start(FlowHost host, EngineServices services, string address)
    {
        try
        {
            return HttpServer.Start(address.Contains(':', StringComparison.Ordinal) ? address : $"127.0.0.1:{address}", exchange => Answer(exchange, host, services));
        }
        catch (IOException exception)
        {
            throw new IOException($"cannot serve metrics at '{address}': {exception.Message.TrimEnd('.')}; give a free port, such as 9464, or host and port", exception);
        }
    }

    private static async Task Answer(HttpContext exchange, FlowHost host, EngineServices services)
    {
        if (exchange.Request.Path != "/metrics")
        {
            exchange.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        var text = Encoding.UTF8.GetBytes(MetricsText.Of(host, services));
        exchange.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        exchange.Response.ContentLength = text.Length;
        await exchange.Response.Body.WriteAsync(text).ConfigureAwait(false);
    }
}
