using System.Net;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Events.Outside;

namespace Windrow.Events.Clowder;

/// <summary>Talks to Clowder servers over HTTP. The key never stands in what is told of a failure. Safe for several threads.</summary>
internal sealed class ClowderClient(ClowderVersion version, TimeSpan timeLimit, EngineServices services, HostBreakers breakers)
{
    /// <summary>Ends what is waited for.</summary>
    public CancellationToken Stopping { get; set; }

    /// <summary>Gets a map or a list.</summary>
    /// <param name="path">Below <c>api/</c>, such as <c>datasets/ID/files</c>.</param>
    /// <exception cref="HostDownException">The server does not answer, or is left alone for now.</exception>
    /// <exception cref="FailureException">It answers, and not with that.</exception>
    public MetadataValue Get(Uri host, string key, string path) => breakers.For(host, services).Ask(() => GetNow(host, key, path));

    private MetadataValue GetNow(Uri host, string key, string path)
    {
        var isFirst = version == ClowderVersion.V1;
        var address = new Uri(host, $"api/{(isFirst ? "" : "v2/")}{path}{(isFirst && key.Length > 0 ? $"?key={Uri.EscapeDataString(key)}" : "")}");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (!isFirst && key.Length > 0)
            request.Headers.TryAddWithoutValidation("X-API-KEY", key);
        return OutsideHttp.Exchange(request, timeLimit, services, (response, stop) =>
        {
            var what = $"GET {address.AbsolutePath}";
            if (!response.IsSuccessStatusCode)
                throw new FailureException(FailureOf(response.StatusCode, $"{OutsideHttp.StatusOf(response)} to {what}"));
            using var stream = response.Content.ReadAsStream(stop);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            try
            {
                return Parse(content.GetBuffer().AsSpan(0, (int)content.Length));
            }
            catch (JsonException exception)
            {
                throw new FailureException(Failure.Transient($"{host.Authority} answers to {what} what is no JSON: {exception.Message}", "see that 'host' and 'version' are those of a Clowder", exception));
            }
        }, Stopping);
    }

    private static Failure FailureOf(HttpStatusCode code, string status) => code switch
    {
        >= HttpStatusCode.InternalServerError => Failure.Transient(status),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Failure.Permanent(status, "give a key that may see the dataset under 'datasets: {key: …}', then replay the dead letter"),
        _ => Failure.Permanent(status, "the dataset may be gone; if 'host' or 'version' is wrong, correct it and replay the dead letter"),
    };

    private static MetadataValue Parse(ReadOnlySpan<byte> json)
    {
        // Lists are read as what a map has under a name.
        var start = json.IndexOfAnyExcept(" \t\r\n"u8);
        if (start >= 0 && json[start] == (byte)'{')
            return MetadataValue.Of(MetadataJson.Parse(json));
        var wrapped = new byte[json.Length + 6];
        "{\"l\":"u8.CopyTo(wrapped);
        json.CopyTo(wrapped.AsSpan(5));
        wrapped[^1] = (byte)'}';
        return MetadataJson.Parse(wrapped).TryGet("l", out var list) ? list : default;
    }
}
