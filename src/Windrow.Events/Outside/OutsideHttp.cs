using System.Net;
using System.Net.Sockets;
using Windrow.Core;

namespace Windrow.Events.Outside;

/// <summary>Exchanges over HTTP with hosts that may not answer. Redirects are not followed, as what is sent may be secret. Safe for several threads.</summary>
internal static class OutsideHttp
{
    // One for all: connections are shared, and live as long as the program.
    private static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends a request, and has the answer read.</summary>
    /// <param name="limit">How long both may take.</param>
    /// <param name="read">Reads an answer of any status but those by which a host says that it cannot serve now.</param>
    /// <param name="stopping">Ends it.</param>
    /// <exception cref="HostDownException">The host did not answer, or it says that it cannot serve now.</exception>
    /// <exception cref="OperationCanceledException">The flow is to end.</exception>
    public static T Exchange<T>(HttpRequestMessage request, TimeSpan limit, EngineServices services, Func<HttpResponseMessage, CancellationToken, T> read, CancellationToken stopping)
    {
        using var patience = new Patience(limit, services);
        return Exchange(request, patience, read, stopping);
    }

    /// <inheritdoc cref="Exchange{T}(HttpRequestMessage, TimeSpan, EngineServices, Func{HttpResponseMessage, CancellationToken, T}, CancellationToken)"/>
    public static T Exchange<T>(HttpRequestMessage request, Patience patience, Func<HttpResponseMessage, CancellationToken, T> read, CancellationToken stopping)
    {
        var host = request.RequestUri!.Authority;
        var timeout = patience.Late;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout, stopping);
        try
        {
            using var response = Client.Send(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
                throw new HostDownException(StatusOf(response));
            return read(response, either.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new HostDownException($"no answer from {host} within {patience.Limit.TotalSeconds:0.###} s", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            throw new HostDownException($"{host} cannot be reached: {exception.Message}", exception);
        }
    }

    /// <summary>What a host answers, for people; without the query, which may hold a key.</summary>
    public static string StatusOf(HttpResponseMessage response) => $"{response.RequestMessage!.RequestUri!.Authority} answers {(int)response.StatusCode} {response.ReasonPhrase}";
}
