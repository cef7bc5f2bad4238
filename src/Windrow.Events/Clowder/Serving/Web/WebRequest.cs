using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Windrow.Events.Clowder.Serving.Work;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>One request: what is asked for, and by whom.</summary>
internal sealed class WebRequest
{
    private const int LargestJson = 32 << 20;

    private readonly HttpRequest _request;

    public WebRequest(HttpContext exchange)
    {
        _request = exchange.Request;
        Peer = exchange.Connection.RemoteIpAddress?.ToString() ?? "";

        // As it was sent: a name may have a slash in it.
        var parts = PathOf(exchange.Features.Get<IHttpRequestFeature>()!.RawTarget).Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        IsApi = parts is ["api", ..];
        IsSecond = parts is ["api", "v2", ..];
        Path = parts[(IsSecond ? 2 : IsApi ? 1 : 0)..];
    }

    public string Method => _request.Method;

    public bool IsApi { get; }

    /// <summary>Whether it is of the interface of Clowder 2.</summary>
    public bool IsSecond { get; }

    /// <summary>Behind <c>/api</c> or <c>/api/v2</c>.</summary>
    public string[] Path { get; }

    public ServerUser User { get; set; } = null!;

    public Cause Cause => new(User.Email) { Job = User.Job };

    public Stream Body => _request.Body;

    public string? ContentType => _request.ContentType;

    /// <summary>Of the body, in bytes; null: nobody said it.</summary>
    public long? Length => _request.ContentLength;

    public string Peer { get; }

    /// <summary>Null: the address does not say.</summary>
    public string? Query(string name) => _request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public int Number(string name, int otherwise) => Query(name) is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new BadRequestException($"'{name}' is a whole number, and '{text}' is none");

    /// <summary>The key that was shown, in whichever way; null: none was.</summary>
    public string? Key()
    {
        if (_request.Headers["X-API-Key"].ToString() is { Length: > 0 } header)
            return header;
        if (!IsSecond && Query("key") is { Length: > 0 } key)
            return key;

        // Name and password are of an account, which nobody has here: the key stands for the password.
        var authorization = _request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
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

    // Of 'http://host/path?query' too, as proxies are asked.
    private static string PathOf(string target)
    {
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out var url))
            target = url.AbsolutePath;
        return target.Split('?')[0];
    }

    private static BadRequestException TooLarge() => new($"the body is larger than {LargestJson >> 20} MiB", HttpStatusCode.RequestEntityTooLarge);
}
