using System.Net;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Events.Outside;

namespace Windrow.Events.Clowder;

/// <summary>Talks to Clowder servers over HTTP. The key never stands in what is told of a failure. Safe for several threads.</summary>
/// <remarks>
/// All of it throws <see cref="HostDownException"/> when a server does not answer, or is left alone for now, and <see cref="FailureException"/> when it answers something else.
/// </remarks>
/// <param name="timeLimit">How long a server may take to answer; of large files, how long nothing may move.</param>
internal sealed class ClowderClient(TimeSpan timeLimit, EngineServices services, HostBreakers breakers)
{
    private const int Chunk = 1 << 16;

    /// <summary>Ends what is waited for.</summary>
    public CancellationToken Stopping { get; set; }

    /// <summary>Gets a map or a list.</summary>
    /// <param name="path">Below <c>api/</c>, such as <c>datasets/ID/files</c>.</param>
    public MetadataValue Get(ClowderServer server, string path) => Ask(server, HttpMethod.Get, path, static _ => null);

    /// <summary>Sends something.</summary>
    /// <param name="content">Makes it; called again when it is sent again.</param>
    /// <returns>What the server answers.</returns>
    public MetadataValue Send(ClowderServer server, HttpMethod method, string path, Func<Patience, HttpContent?> content) => Ask(server, method, path, content);

    /// <summary>Gets the bytes of a file, piece by piece.</summary>
    public void Download(ClowderServer server, string path, Action<ReadOnlySpan<byte>> take) => breakers.For(server.Host, services).Ask(() =>
    {
        using var patience = new Patience(timeLimit, services);
        using var request = Request(server, HttpMethod.Get, path);
        return OutsideHttp.Exchange(request, patience, (response, stop) =>
        {
            Judge(response, HttpMethod.Get, request.RequestUri!);
            using var stream = response.Content.ReadAsStream(stop);
            using var ends = stop.Register(static stream => ((Stream)stream!).Dispose(), stream);
            var buffer = new byte[Chunk];
            var got = 0L;
            try
            {
                for (int read; (read = stream.Read(buffer)) > 0; got += read)
                {
                    patience.Renew();
                    take(buffer.AsSpan(0, read));
                }
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                stop.ThrowIfCancellationRequested();
            }

            if (response.Content.Headers.ContentLength is { } length && length != got)
                throw new HostDownException($"{server.Host.Authority} broke off the file after {got} of {length} bytes");
            return true;
        }, Stopping);
    });

    private MetadataValue Ask(ClowderServer server, HttpMethod method, string path, Func<Patience, HttpContent?> content) => breakers.For(server.Host, services).Ask(() =>
    {
        using var patience = new Patience(timeLimit, services);
        using var request = Request(server, method, path);
        request.Content = content(patience);
        return OutsideHttp.Exchange(request, patience, (response, stop) =>
        {
            Judge(response, method, request.RequestUri!);
            using var stream = response.Content.ReadAsStream(stop);
            using var answer = new MemoryStream();
            stream.CopyTo(answer);
            try
            {
                return Parse(answer.GetBuffer().AsSpan(0, (int)answer.Length));
            }
            catch (JsonException exception)
            {
                throw new FailureException(Failure.Transient($"{server.Host.Authority} answers to {method} {request.RequestUri!.AbsolutePath} what is no JSON: {exception.Message}", "see that 'host' and 'version' are those of a Clowder", exception));
            }
        }, Stopping);
    });

    private static HttpRequestMessage Request(ClowderServer server, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, server.At(path));
        if (server.Version == ClowderVersion.V2 && server.Key.Length > 0)
            request.Headers.TryAddWithoutValidation("X-API-KEY", server.Key);
        return request;
    }

    private static void Judge(HttpResponseMessage response, HttpMethod method, Uri address)
    {
        if (response.IsSuccessStatusCode)
            return;
        var status = $"{OutsideHttp.StatusOf(response)} to {method} {address.AbsolutePath}";
        throw new FailureException(response.StatusCode switch
        {
            // A file that has just been uploaded is not ready.
            >= HttpStatusCode.InternalServerError or HttpStatusCode.Conflict => Failure.Transient(status),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Failure.Permanent(status, "give a key that may do so with the option 'key', then replay the dead letter"),
            _ => Failure.Permanent(status, "the dataset or file may be gone; if 'host' or 'version' is wrong, correct it and replay the dead letter"),
        });
    }

    // Lists, and texts, are read as what a map has under a name.
    private static MetadataValue Parse(ReadOnlySpan<byte> json)
    {
        var start = json.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0)
            return default;
        if (json[start] == (byte)'{')
            return MetadataValue.Of(MetadataJson.Parse(json));
        var wrapped = new byte[json.Length + 6];
        "{\"l\":"u8.CopyTo(wrapped);
        json.CopyTo(wrapped.AsSpan(5));
        wrapped[^1] = (byte)'}';
        return MetadataJson.Parse(wrapped).TryGet("l", out var list) ? list : default;
    }
}
