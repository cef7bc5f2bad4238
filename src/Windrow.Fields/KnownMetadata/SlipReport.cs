using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;

namespace Windrow.Fields.KnownMetadata;

/// <summary>Tells once of every key of a model's metadata that is spelt almost as one that is known: what reads it would take it as absent. Safe for several threads.</summary>
internal sealed partial class SlipReport(ILogger log)
{
    private const int Most = 100;

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private MetadataShape _last = MetadataShape.Empty;

    public void Look(Metadata metadata)
    {
        if (ReferenceEquals(_last, metadata.Shape))
            return;
        _last = metadata.Shape;
        foreach (var (written, meant) in KnownKeys.SlipsIn(metadata))
        {
            if (_told.Count < Most && _told.TryAdd(written, true))
                LooksLike(log, written, meant);
        }
    }

    [LoggerMessage(903, LogLevel.Warning, "messages of the model carry the metadata key '{Written}', which is not known; did you mean '{Meant}'? It is not taken for that")]
    private static partial void LooksLike(ILogger log, string written, string meant);
}
