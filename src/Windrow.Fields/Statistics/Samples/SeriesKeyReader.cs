using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.KnownMetadata;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Samples;

/// <summary>Reads from metadata which time series a message belongs to, by multio's names or those of ecCodes.</summary>
internal sealed class SeriesKeyReader(IReadOnlyList<string> further)
{
    private readonly OwnKey _param = new("param");
    private readonly MetadataSlot _paramId = new("paramId");
    private readonly MetadataSlot _shortName = new("shortName");
    private readonly OwnKey _ownLevelist = new("levelist");
    private readonly MetadataSlot _level = new("level");
    private readonly OwnKey _levtype = new("levtype");
    private readonly OwnKey _category = new("category");
    private readonly MetadataSlot _typeOfLevel = new("typeOfLevel");
    private readonly MetadataSlot _gridType = new("gridType");
    private readonly RenamedKey _precision = new("misc-precision", "precision");
    private readonly MetadataSlot[] _further = [.. further.Select(static key => new MetadataSlot(key))];

    public ILogger Log
    {
        set => _precision.Log = value;
    }

    public bool TryRead(Message message, out SeriesKey key, out Failure? failure)
    {
        key = default;
        var metadata = message.Metadata;
        failure = null;
        if (!_param.TryGet(metadata, out var param) && !_paramId.TryGet(metadata, out param) && !_shortName.TryGet(metadata, out param))
            failure = Lacks("param", "paramId or shortName");
        else if (!_level.TryGet(metadata, out var level) && !_ownLevelist.TryGet(metadata, out level))
            failure = Lacks("level", "levelist");
        else if (!_levtype.TryGet(metadata, out var levtype) && !_category.TryGet(metadata, out levtype) && !_typeOfLevel.TryGet(metadata, out levtype))
            failure = Lacks("levtype", "typeOfLevel or category");
        else if (!_gridType.TryGet(metadata, out var grid))
            failure = Lacks("gridType", null);
        else
            Fill(ref key, message, param, level, levtype, grid);
        return failure is null;
    }

    private void Fill(ref SeriesKey key, Message message, MetadataValue param, MetadataValue level, MetadataValue levtype, MetadataValue grid)
    {
        key.Client = SourcePeer.Of(message.Metadata);
        key.Add(param);
        key.Add(level);
        key.Add(levtype);
        key.Add(grid);
        if (message.Payload is FieldPayload field)
        {
            key.Add(_precision.TryGet(message.Metadata, out var precision) ? precision : field.Precision == Precision.Double ? "double" : "single");
            key.Add((long)field.Count);
        }
        else if (message.Payload is GribPayload grib)
        {
            key.Octets = OctetsOf(grib);
        }

        foreach (var slot in _further)
            key.Add(slot.TryGet(message.Metadata, out var value) ? value : default);
    }

    // Parameters that ecCodes does not know all have paramId 0, and grids of one type differ in their numbers.
    internal static MessageId OctetsOf(GribPayload grib)
    {
        var message = grib.Span;
        ref readonly var sections = ref grib.Sections;
        var id = default(MessageId).With(sections.Octets(message, sections.Grid));
        return sections.Edition == 2
            ? id.With((ulong)(message[6] << 16 | message[sections.Product + 9] << 8 | message[sections.Product + 10]))
            : id.With((ulong)(message[sections.Product + 3] << 16 | message[sections.Product + 4] << 8 | message[sections.Product + 8]));
    }

    private static Failure Lacks(string key, string? others) => Failure.Permanent(
        others is null ? $"the message has no '{key}', which tells its field from others" : $"the message has neither '{key}' nor {others}, which tells its field from others",
        $"put a 'set' action in front that sets '{key}', or select messages that have it");
}
