using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Events.Outside;

namespace Windrow.Events.Post;

/// <summary>
/// Sends messages to a web address, one after the other. A host that does not answer is waited for and says nothing
/// against a message; what it refuses (4xx) is a dead letter; an error of its own (500) is tried again a few times.
/// </summary>
internal sealed class PostSink(PostOptions options, PlugInContext context, HostBreakers breakers) : PlanAction
{
    private const int MostOfAnswer = 200;

    private readonly Uri _url = options.Url!;
    private readonly HostBreaker _host = breakers.For(options.Url!, context.Services);
    private readonly MetadataKey[] _keys = [.. options.Keys.Select(static key => (MetadataKey)key)];
    private readonly ArrayBufferWriter<byte> _body = new();
    private CancellationToken _stopping;

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext action) => _stopping = action.Stopping;

    public override void Process(Message message, Output output)
    {
        if (options.Content == PostContent.Payload && message.Payload is not BytesPayload)
        {
            output.Fail(message, Failure.Permanent("the message has no octets as its payload to send", "put an action that makes them, such as encode, in front of post, or leave 'content: payload' out"));
            return;
        }

        try
        {
            if (_host.Ask(() => Send(message)) is { } failure)
                output.Fail(message, failure);
            else
                output.Deliver(message);
        }
        catch (HostDownException exception)
        {
            output.Fail(message, new Failure(ErrorClass.Waiting, exception.Message, null, exception));
        }
    }

    /// <returns>Why it was not taken; null: it was.</returns>
    private Failure? Send(Message message)
    {
        using var request = Request(message);
        return OutsideHttp.Exchange(request, options.Timeout, context.Services, Judge, _stopping);
    }

    private HttpRequestMessage Request(Message message)
    {
        var request = new HttpRequestMessage(options.Put ? HttpMethod.Put : HttpMethod.Post, _url) { Content = ContentOf(message) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", message.Id.ToString());
        if (options.Authorization is { } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization.Reveal());
        foreach (var (name, value) in options.Headers)
        {
            if (request.Headers.TryAddWithoutValidation(name, value))
                continue;
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private ByteArrayContent ContentOf(Message message)
    {
        if (options.Content == PostContent.Payload)
            return WithType(((BytesPayload)message.Payload).Span.ToArray(), "application/octet-stream");
        _body.Clear();
        MessageJson.Write(_body, message, _keys);
        return WithType(_body.WrittenSpan.ToArray(), "application/json");
    }

    private static ByteArrayContent WithType(byte[] body, string type) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private Failure? Judge(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.IsSuccessStatusCode)
            return null;
        var status = OutsideHttp.StatusOf(response);
        switch (response.StatusCode)
        {
            case >= HttpStatusCode.InternalServerError:
                return Failure.Transient(status + Said(response, stop));
            case >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest:
                return Failure.Permanent(status, $"write the address that it sends to, '{response.Headers.Location}', under 'url'");
            default:
                return Failure.Permanent(status + Said(response, stop), "correct 'url', 'authorization' or what is sent, then replay the dead letter");
        }
    }

    // The beginning of what the host says, as far as it is text.
    private static string Said(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.Content.Headers.ContentType?.MediaType is not { } type || (!type.StartsWith("text/", StringComparison.Ordinal) && !type.EndsWith("json", StringComparison.Ordinal)))
            return "";
        Span<byte> bytes = stackalloc byte[MostOfAnswer];
        using var stream = response.Content.ReadAsStream(stop);
        var text = System.Text.Encoding.UTF8.GetString(bytes[..stream.ReadAtLeast(bytes, MostOfAnswer, throwOnEndOfStream: false)]);
        return $": {string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";
    }
}
