using System.Text.Json;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Events.Outside;
using Windrow.Events.Route;

namespace Windrow.Events.Clowder;

/// <summary>
/// Asks a Clowder server about the datasets that events are of: each part once until <see cref="Forget"/>. A server that does not answer is waited
/// for; a dataset that is gone, or a key that is refused, makes a dead letter.
/// </summary>
internal sealed class ClowderDatasets(DatasetsOptions options, ClowderClient client) : IDatasets
{
    private static readonly (DatasetParts Part, string Path)[] Requests =
        [(DatasetParts.Info, ""), (DatasetParts.Files, "/files"), (DatasetParts.Metadata, "/metadata")];

    private readonly Dictionary<(string Host, string Id, DatasetParts Part), MetadataValue> _known = [];

    public void Start(CancellationToken stopping) => client.Stopping = stopping;

    public void Forget() => _known.Clear();

    public Failure? Find(Message message, DatasetParts parts, out MetadataValue dataset)
    {
        dataset = default;
        if (!message.Metadata.TryGetString("datasetId", out var id) || id.Length == 0)
            return Failure.Permanent("the event names no dataset ('datasetId'), and a rule asks for one", "give the rule a condition on 'resource' or 'event' that such events do not fulfil");
        if (HostOf(message, out var host, out var key) is { } failure)
            return failure;
        try
        {
            var builder = new MetadataBuilder();
            foreach (var (part, path) in Requests)
            {
                if ((parts & part) != 0)
                    Add(builder, part, Known(host!, key, id, part, path));
            }

            dataset = MetadataValue.Of(builder.Build());
            return null;
        }
        catch (HostDownException exception)
        {
            return new Failure(ErrorClass.Waiting, exception.Message, null, exception);
        }
        catch (FailureException exception)
        {
            return exception.Failure;
        }
    }

    private Failure? HostOf(Message message, out Uri? host, out string key)
    {
        (host, key) = (options.Host, options.Key?.Reveal() ?? "");
        if (options.Key is not null)
            return null;
        try
        {
            if (message.Payload is BytesPayload body && MetadataJson.Parse(ClowderEvent.Utf8Of(body.Span)).TryGetString("secretKey", out var sent))
                key = sent;
        }
        catch (JsonException)
        {
            // No body of an event; the server will say whether it wants a key.
        }

        if (host is not null)
            return null;
        if (!message.Metadata.TryGetString("host", out var named) || named.Length == 0)
            return Failure.Permanent("the event does not say which Clowder it is of: its 'host' is empty", "name the server under 'datasets: {host: …}'");
        return ClowderAddress.TryParse(named, out host, out var problem) ? null : Failure.Permanent($"the event is of '{named}': {problem}", "name the server under 'datasets: {host: …}'");
    }

    private MetadataValue Known(Uri host, string key, string id, DatasetParts part, string path)
    {
        if (_known.TryGetValue((host.AbsoluteUri, id, part), out var known))
            return known;
        var suffix = part == DatasetParts.Metadata && options.Version == ClowderVersion.V1 ? path + ".jsonld" : path;
        var value = client.Get(new ClowderServer(host, key, options.Version), $"datasets/{Uri.EscapeDataString(id)}{suffix}");
        _known.Add((host.AbsoluteUri, id, part), value);
        return value;
    }

    private static void Add(MetadataBuilder builder, DatasetParts part, MetadataValue value)
    {
        switch (part)
        {
            case DatasetParts.Info when value.TryGetMap(out var info):
                for (var i = 0; i < info!.Count; i++)
                    builder.Set(info.Shape.Keys[i], info.TryGet(info.Shape.Keys[i], out var each) ? each : default);
                break;
            case DatasetParts.Files:
                builder.Set("files", ListOf(value));
                break;
            case DatasetParts.Metadata:
                builder.Set("metadata", MetadataValue.Of(Contents(ListOf(value))));
                break;
        }
    }

    // v2 sends lists with a map around them.
    private static MetadataValue ListOf(MetadataValue value) =>
        value.TryGetMap(out var map) && map!.TryGet("data", out var data) ? data : value.Type == MetadataType.List ? value : MetadataValue.Of(new MetadataList());

    // What all extractors and people have attached, in one: of a name that several give, the last.
    private static Metadata Contents(MetadataValue entries)
    {
        var builder = new MetadataBuilder();
        if (!entries.TryGetList(out var list))
            return Metadata.Empty;
        foreach (ref readonly var entry in list!.Items)
        {
            if (!entry.TryGetMap(out var map) || !map!.TryGet("content", out var value) || !value.TryGetMap(out var content))
                continue;
            foreach (var (key, attached) in content!)
                builder.Set(key, attached);
        }

        return builder.Build();
    }
}
