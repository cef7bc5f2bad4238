using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>Reads from MARS metadata which time series a message belongs to.</summary>
internal sealed class MarsSeriesKeyReader(IReadOnlyList<string> further)
{
    private readonly OwnKey _param = new("param");
    private readonly MetadataSlot _paramId = new("paramId");
    private readonly OwnKey _levtype = new("levtype");
    private readonly MetadataSlot _typeOfLevel = new("typeOfLevel");
    private readonly OwnKey _levelist = new("levelist");
    private readonly MetadataSlot _level = new("level");
    private readonly OwnKey _grid = new("grid");
    private readonly OwnKey _truncation = new("truncation");
    private readonly MetadataSlot _gridType = new("gridType");
    private readonly MetadataSlot[] _further = [.. further.Select(static key => new MetadataSlot(key))];

    /// <param name="isSpectral">The field has a truncation: it is one of spherical harmonics.</param>
    public bool TryRead(Message message, out SeriesKey key, out bool isSpectral, out Failure? failure)
    {
        key = default;
        failure = null;
        var metadata = message.Metadata;
        isSpectral = _truncation.TryGet(metadata, out var grid);
        if (!_param.TryGet(metadata, out var param) && !_paramId.TryGet(metadata, out param))
            failure = Lacks("param");
        else if (!_levtype.TryGet(metadata, out var levtype) && !_typeOfLevel.TryGet(metadata, out levtype))
            failure = Lacks("levtype");
        else if (!isSpectral && !_grid.TryGet(metadata, out grid) && !_gridType.TryGet(metadata, out grid))
            failure = Failure.Permanent("the message has neither 'grid' nor 'truncation', which tells its field from others", "put a 'set' action in front that sets 'grid', such as O80 or 0.25/0.25");
        else
            Fill(ref key, message, param, levtype, grid);
        return failure is null;
    }

    private void Fill(ref SeriesKey key, Message message, MetadataValue param, MetadataValue levtype, MetadataValue grid)
    {
        var metadata = message.Metadata;
        key.Client = SourcePeer.Of(metadata);
        key.Add(MetadataNumber.TryGet(param, out var number) ? number : param);
        key.Add(_levelist.TryGet(metadata, out var level) || _level.TryGet(metadata, out level) ? level : default);
        key.Add(levtype);
        key.Add(grid);
        if (message.Payload is FieldPayload field)
        {
            key.Add(field.Precision == Precision.Double ? "double" : "single");
            key.Add((long)field.Count);
        }
        else if (message.Payload is GribPayload grib)
        {
            key.Octets = SeriesKeyReader.OctetsOf(grib);
        }

        foreach (var slot in _further)
            key.Add(slot.TryGet(metadata, out var value) ? value : default);
    }

    private static Failure Lacks(string key) => Failure.Permanent(
        $"the message has no '{key}', which tells its field from others", $"put a 'set' action in front that sets '{key}', or select messages that have it");
}
