using System.Text.Json;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Events.Amqp.Source;
using Windrow.Events.Clowder.Extractors;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>A job that a Clowder server has given to this extractor. It holds the key to the data, and does not print it.</summary>
internal sealed class Job
{
    /// <summary>The key under which a message names its job.</summary>
    public static readonly MetadataKey Key = "clowder.job";

    private Job(MessageId id, Metadata body, JobTicket ticket, bool isDataset)
    {
        (Id, Ticket, IsDataset) = (id, ticket, isDataset);
        Dataset = TextOf(body, "datasetId") is { Length: > 0 } dataset ? dataset : isDataset ? ticket.Resource : "";
        Content = TextOf(body, "intermediateId") is { Length: > 0 } content ? content : ticket.Resource;
        Filename = TextOf(body, "filename");
    }

    /// <summary>The same whenever the job comes: by it, what was done for it is known.</summary>
    public MessageId Id { get; }

    public JobTicket Ticket { get; }

    /// <summary>Whether it is about a dataset, and not about a file.</summary>
    public bool IsDataset { get; }

    /// <summary>The id of the file or dataset.</summary>
    public string Resource => Ticket.Resource;

    /// <summary>The id of the dataset; empty: it is of none.</summary>
    public string Dataset { get; }

    /// <summary>The id by which the bytes of the file are got.</summary>
    public string Content { get; }

    /// <summary>Empty: the job does not say.</summary>
    public string Filename { get; }

    public required ClowderServer Server { get; init; }

    public required ExtractorDesk Desk { get; init; }

    /// <summary>What the message of the job had among its metadata when work on it began; what is there later was made.</summary>
    public IReadOnlySet<string> Given { get; set; } = new HashSet<string>();

    /// <summary>Where what it names is told about: <c>files/ID</c> or <c>datasets/ID</c>.</summary>
    public string Place => $"{(IsDataset ? "datasets" : "files")}/{Uri.EscapeDataString(Resource)}";

    /// <summary>The id of the job that a message brings, as it can be told of any message.</summary>
    /// <param name="extractor">Name and version: another version does its work anew.</param>
    public static MessageId IdOf(Message message, string extractor)
    {
        var id = default(MessageId).With(System.Text.Encoding.UTF8.GetBytes(extractor));
        if (!message.Metadata.TryGetString("jobId", out var job) || job.Length == 0)
            return id.With(message.Id.High).With(message.Id.Low);

        // One event may be submitted twice with other parameters, and has the same number then.
        var parameters = message.Metadata.TryGet("parameters", out var map) ? MetadataJson.ToText(map) : "";
        message.Metadata.TryGetString("id", out var resource);
        return id.With(System.Text.Encoding.UTF8.GetBytes($"{job}\n{resource}\n{parameters}"));
    }

    /// <summary>Reads the job that a message brings.</summary>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public static Failure? Read(MessageId id, Message message, ExtractorDesk desk, out Job job)
    {
        job = null!;
        if (message.Payload is not BytesPayload body)
            return Failure.Permanent("the message carries no job of Clowder", "put 'clowder-fetch' first in a plan that takes from a 'clowder' source");
        message.Metadata.TryGetString(AmqpKeys.ReplyTo, out var replyTo);
        message.Metadata.TryGetString(AmqpKeys.CorrelationId, out var correlation);
        return Read(id, body.Span, replyTo ?? "", correlation, desk, out job);
    }

    /// <inheritdoc cref="Read(MessageId, Message, ExtractorDesk, out Job)"/>
    public static Failure? Read(MessageId id, ReadOnlySpan<byte> body, string replyTo, string? correlation, ExtractorDesk desk, out Job job)
    {
        job = null!;
        Metadata sent, known;
        try
        {
            (sent, known) = (MetadataJson.Parse(ClowderEvent.Utf8Of(body)), ClowderEvent.Read(body));
        }
        catch (JsonException exception)
        {
            return Failure.Permanent($"the body is not a JSON object: {exception.Message}", "see who has sent it");
        }

        var ticket = TicketOf(known, replyTo, correlation);
        if (ticket.Resource.Length == 0)
            return Failure.Permanent("the job does not say what it is about: it has no 'id'", "see who has sent it");
        if (desk.Servers!.Find(sent, out var server) is { } failure)
            return failure;
        job = new Job(id, sent, ticket, IsOfDataset(known)) { Server = server, Desk = desk };
        return null;
    }

    /// <summary>To whom statuses are told of a job, and by which names.</summary>
    public static JobTicket TicketOf(Metadata known, string replyTo, string? correlation)
    {
        var isDataset = IsOfDataset(known);
        var resource = isDataset && TextOf(known, "datasetId") is { Length: > 0 } dataset ? dataset : TextOf(known, "id");
        return new JobTicket(resource, TextOf(known, "jobId"), replyTo, correlation);
    }

    private static bool IsOfDataset(Metadata known) => TextOf(known, "resource") == "dataset";

    private static string TextOf(Metadata metadata, MetadataKey key) => metadata.TryGetString(key, out var text) ? text : "";
}
