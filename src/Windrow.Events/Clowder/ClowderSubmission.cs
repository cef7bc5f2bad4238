using System.Buffers;
using System.Text.Json;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;

namespace Windrow.Events.Clowder;

/// <summary>
/// What goes to the queue of an extractor: the event as it came, key and all, with <c>rulechecked</c>, which tells extractors not to ask again whether the
/// work is for them, and the parameters of the rule.
/// </summary>
internal static class ClowderSubmission
{
    /// <exception cref="FailureException">The message carries no event.</exception>
    public static void Write(IBufferWriter<byte> to, Message message)
    {
        if (message.Payload is not BytesPayload body)
            throw new FailureException(Failure.Permanent("the message carries no event of Clowder to submit", "take it in with 'body: clowder', and keep its payload up to here"));
        message.Metadata.TryGet("parameters", out var parameters);
        try
        {
            ClowderBody.Write(to, body.Span, [("rulechecked", true), .. Some("parameters", parameters), .. Some("routing_key", RoutingKeyFor(message.Metadata))]);
        }
        catch (JsonException exception)
        {
            throw new FailureException(Failure.Permanent($"the payload is no event of Clowder: {exception.Message}", "take it in with 'body: clowder', and keep its payload up to here", exception));
        }
    }

    private static (string, MetadataValue)[] Some(string name, MetadataValue value) => value.IsNone ? [] : [(name, value)];

    // Extractors tell by it what they are to work on: an event of a dataset is to be one of its file.
    private static MetadataValue RoutingKeyFor(Metadata metadata) =>
        metadata.TryGetString("extractLevel", out var level) && level == "file" && metadata.TryGetString("target", out var target) ? $"extractors.{target}" : default(MetadataValue);
}
