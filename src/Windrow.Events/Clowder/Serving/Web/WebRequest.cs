using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>One request: what is asked for, and by whom.</summary>
internal sealed class WebRequest
{
    private const int LargestJson = 32 << 20;

    private readonly HttpListenerRequest _request;
    private readonly Dictionary<string, StringValues> _query;

    public WebRequest(HttpListenerRequest request)
    {
        _request = request;
        _query = QueryHelpers.ParseQuery(request.Url!.Query);
        var parts = request.Url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        IsApi = parts is ["api", ..];
        IsSecond = parts is ["api", "v2", ..];
        Path = parts[(IsSecond ? 2 : IsApi ? 1 : 0)..];
    }

    public string Method => _request.HttpMethod;

    public bool IsApi { get; }

    /// <summary>Whether it is of the interface of Clowder 2.</summary>
    public bool IsSecond { get; }

    /// <summary>Behind <c>/api</c> or <c>/api/v2</c>.</summary>
    public string[] Path { get; }

    public ServerUser User { get; set; } = null!;

    public Stream Body => _request.InputStream;

    public string? ContentType => _request.ContentType;

    public long Length => _request.ContentLength64;

    public string Peer => _request.RemoteEndPoint?.Address.ToString() ?? "";

    /// <summary>Null: the address does not say.</summary>
    public string? Query(string name) => _query.TryGetValue(name, out var values) ? values.ToString() : null;

    public int Number(string name, int otherwise) => Query(name) is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new BadRequestException($"'{name}' is a whole number, and '{text}' is none");

    /// <summary>The key that was shown, in whichever way; null: none was.</summary>
    public string? Key()
    {
        if (_request.Headers["X-API-Key"] is { Length: > 0 } header)
            return header;
        if (!IsSecond && Query("key") is { Length: > 0 } key)
            return key;

        // Name and password are of an account, which nobody has here: the key stands for the password.
        if (_request.Headers["Authorization"] is not { } authorization || !authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        Span<byte> plain = stackalloc byte[1024];
        if (!Convert.TryFromBase64String(authorization[6..].Trim(), plain, out var length))
            return null;
        var text = Encoding.UTF8.GetString(plain[..length]);
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    /// <exception cref="BadRequestException">It is none, or too large.</exception>
    public async Task<JsonObject> JsonAsync()
    {
        if (Length > LargestJson)
            throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[1 << 14];
        for (int read; (read = await Body.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > LargestJson)
                throw TooLarge();
            body.Write(buffer, 0, read);
        }

        if (body.Length == 0)
            return [];
        try
        {
            return JsonNode.Parse(ClowderEvent.Utf8Of(body.GetBuffer().AsSpan(0, (int)body.Length))) as JsonObject ?? throw new BadRequestException("the body is JSON, and no object");
        }
        catch (JsonException exception)
        {
            throw new BadRequestException($"the body is no JSON: {exception.Message}");
        }
    }

    /// <summary>A text of an object.</summary>
    /// <returns>Null: it is not there.</returns>
    /// <exception cref="BadRequestException">It is something else.</exception>
    public static string? Text(JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new BadRequestException($"'{name}' is to be a text"),
    };

    private static BadRequestException TooLarge() => new($"the body is larger than {LargestJson >> 20} MiB", HttpStatusCode.RequestEntityTooLarge);
}
