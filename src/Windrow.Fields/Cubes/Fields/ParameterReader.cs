using System.Collections.Concurrent;
using Windrow.Core.Messages;
using Windrow.Fields.Grib;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Cubes.Fields;

/// <summary>
/// What metadata say of a parameter: a GRIB header by itself, else the number, which is looked up in ecCodes' tables. Own entries
/// <c>cfName</c>, <c>units</c> and <c>long_name</c> come first. Safe for several threads.
/// </summary>
internal sealed class ParameterReader
{
    private readonly OwnKey _standardName = new("cfName");
    private readonly OwnKey _longName = new("long_name");
    private readonly OwnKey _units = new("units");
    private readonly OwnKey _shortName = new("shortName");
    private readonly OwnKey _paramId = new("paramId");
    private readonly OwnKey _param = new("param");
    private readonly ConcurrentDictionary<MetadataValue, ParameterFacts> _known = new();

    public ParameterFacts Read(Metadata metadata)
    {
        // A parameter among the own entries is newer than the header: statistics give their products another.
        ParameterFacts facts;
        if (_paramId.TryGet(metadata, out var id) || _param.TryGet(metadata, out id))
            facts = _known.GetOrAdd(id, LookUp);
        else if (metadata.Tail is GribTail tail)
            facts = new ParameterFacts(Of(tail, "shortName"), Of(tail, "cfVarName"), Of(tail, "cfName"), Of(tail, "name"), Of(tail, "units"));
        else
            facts = ParameterFacts.Unknown;
        return facts with
        {
            ShortName = facts.ShortName ?? Text(_shortName, metadata),
            StandardName = Text(_standardName, metadata) ?? facts.StandardName,
            LongName = Text(_longName, metadata) ?? facts.LongName,
            Units = Text(_units, metadata) ?? facts.Units,
        };
    }

    private static ParameterFacts LookUp(MetadataValue named)
    {
        var isNumber = MetadataNumber.TryGet(named, out var id);
        if (!isNumber && !named.TryGetString(out _))
            return ParameterFacts.Unknown;
        using var handle = GribHandle.FromSample("GRIB2");
        try
        {
            if (isNumber)
                handle.SetLong("paramId", id);
            else
                handle.SetString("shortName", named.ToString());
        }
        catch (EcCodesException)
        {
            return ParameterFacts.Unknown; // it may be the model's own
        }

        return new ParameterFacts(Of(handle, "shortName"), Of(handle, "cfVarName"), Of(handle, "cfName"), Of(handle, "name"), Of(handle, "units"));
    }

    private static string? Text(OwnKey key, Metadata metadata) => key.TryGet(metadata, out var value) ? Known(value.ToString()) : null;

    private static string? Of(GribTail tail, string key) => tail.TryGetText(key, out var text) ? Known(text) : null;

    private static string? Of(GribHandle handle, string key) => handle.TryGetString(key, out var text) == EcCodesStatus.Success ? Known(text) : null;

    private static string? Known(string text) => text.Length == 0 || text is "unknown" or "~" or "Unknown" ? null : text;
}
