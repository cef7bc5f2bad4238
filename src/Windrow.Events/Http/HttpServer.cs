using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Windrow.Events.Http;

/// <summary>
/// Answers requests over HTTP (RFC 9110): Kestrel, without the host, the configuration and the signals that come along with it elsewhere. Not
/// <see cref="HttpListener"/>, which ends the process when somebody connects in the very moment of its start.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    // For answers that are under way when it ends.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly KestrelServer _server;

    private HttpServer(KestrelServer server) => _server = server;

    /// <param name="address">Host and port, such as <c>127.0.0.1:9000</c>; the host <c>*</c> is every address of the machine.</param>
    /// <param name="answer">Answers one request; on any thread, several at a time. What it throws breaks the connection off.</param>
    /// <exception cref="IOException">The address is taken, or is none.</exception>
    public static HttpServer Start(string address, Func<HttpContext, Task> answer)
    {
        // Whoever answers says how large a body may be, and an archive writes its end without asking whether it may wait.
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = true, Limits = { MaxRequestBodySize = null } };
        var server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        try
        {
            Listen(options, address);
            server.StartAsync(new Application(answer), CancellationToken.None).GetAwaiter().GetResult();
            return new HttpServer(server);
        }
        catch (Exception exception)
        {
            server.Dispose();
            throw exception is SocketException ? new IOException(exception.Message, exception) : exception;
        }
    }

    /// <summary>Takes no more requests, and waits for a moment for those that are answered.</summary>
    public async ValueTask DisposeAsync()
    {
        using var moment = new CancellationTokenSource(Moment);
        await _server.StopAsync(moment.Token).ConfigureAwait(false);
        _server.Dispose();
    }

    private static void Listen(KestrelServerOptions options, string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new IOException($"'{address}' is no host and port");
        var host = address[..colon];
        if (host is "*" or "+")
            options.ListenAnyIP(port);
        else if (IPAddress.TryParse(host, out var literal))
            options.Listen(literal, port);
        else
            Array.ForEach(Dns.GetHostAddresses(host), each => options.Listen(each, port));
    }

    private sealed class Application(Func<HttpContext, Task> answer) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public async Task ProcessRequestAsync(HttpContext context)
        {
            try
            {
                await answer(context).ConfigureAwait(false);
            }
            catch
            {
                // Half an answer must not look like a whole one.
                context.Abort();
                throw;
            }
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
