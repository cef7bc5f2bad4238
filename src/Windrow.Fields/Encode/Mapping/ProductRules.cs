using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Values;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>What the field is: parameter, MARS identification, ensemble member.</summary>
internal sealed class ProductRules(Metadata additional)
{
    private static readonly string[] LocalKeys = ["class", "stream", "expver", "type"];

    private readonly MergedKey _paramId = new("paramId", additional);
    private readonly MergedKey _shortName = new("shortName", additional);
    private readonly MergedKey _param = new("param", additional);
    private readonly MergedKey _number = new("number", additional);
    private readonly MergedKey _member = new("ensembleMember", additional);
    private readonly MergedKey _memberOld = new("ensemble-member", additional);
    private readonly MergedKey _size = new("ensembleSize", additional);
    private readonly MergedKey _sizeOld = new("ensemble-size", additional);
    private readonly MergedKey _bits = new("bitsPerValue", additional);

    // multio's names are older than ecCodes' present ones.
    private readonly (string Key, MergedKey[] From)[] _identification =
    [
        ("class", [new("class", additional), new("marsClass", additional)]),
        ("stream", [new("stream", additional), new("marsStream", additional)]),
        ("expver", [new("expver", additional), new("experimentVersionNumber", additional)]),
        ("type", [new("type", additional), new("marsType", additional)]),
    ];

    public void AddIdentification(Metadata metadata, EncodeDraft draft)
    {
        var local = false;
        foreach (var (key, from) in _identification)
        {
            foreach (var each in from)
            {
                if (!each.TryGet(metadata, out var value))
                    continue;
                if (draft.Base == DraftBase.Sample && !local && LocalKeys.Contains(key))
                {
                    draft.Add(SettingKind.Local);
                    local = true;
                }

                // Experiment versions have four places: 0001 is the number 1 to YAML.
                if (key == "expver" && value.TryGetInt64(out var number))
                    value = number.ToString("0000", CultureInfo.InvariantCulture);
                draft.Add(key, value, SettingKind.Known);
                break;
            }
        }
    }

    public void AddMember(Metadata metadata, EncodeDraft draft)
    {
        if (!_number.TryGetNumber(metadata, out var member) && !_member.TryGetNumber(metadata, out member) && !_memberOld.TryGetNumber(metadata, out member))
            return;
        if (member != 0 && draft.Edition == 2)
            draft.Add(SettingKind.Ensemble);
        if (member != 0 || draft.Edition == 2)
            draft.Moving.Set(MovingKey.Member, member);
        if ((_size.TryGet(metadata, out var size) || _sizeOld.TryGet(metadata, out size)) && MetadataNumber.TryGet(size, out var members))
            draft.Add("numberOfForecastsInEnsemble", members, SettingKind.Known);
    }

    /// <param name="ocean">The rules of ocean fields, for one of those.</param>
    public void AddParameter(Metadata metadata, EncodeDraft draft, OceanRules? ocean)
    {
        if (_bits.TryGetNumber(metadata, out var bits))
            draft.BitsPerValue = bits;
        if (!TryParameter(metadata, out var key, out var value))
            return;
        if (ocean is not null && value.TryGetInt64(out var id))
            value = ocean.ParamId(metadata, id);
        draft.Add(key, value);
        draft.TouchesLevel = true;
    }

    /// <summary>The parameter and the key that takes it.</summary>
    public bool TryParameter(Metadata metadata, out string key, out MetadataValue value)
    {
        key = "shortName";
        if (!_paramId.TryGet(metadata, out value) && !_shortName.TryGet(metadata, out value) && !_param.TryGet(metadata, out value))
            return false;
        if (MetadataNumber.TryGet(value, out var id) || TryTable(value, out id))
            (key, value) = ("paramId", id);
        return true;
    }

    /// <summary>MARS' <c>130.128</c>: parameter and table, of which table 128 is left out in a paramId.</summary>
    private static bool TryTable(MetadataValue value, out long id)
    {
        id = 0;
        if (!value.TryGetString(out var text) || text.Split('.') is not [var parameter, var table]
            || !uint.TryParse(parameter, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !uint.TryParse(table, NumberStyles.None, CultureInfo.InvariantCulture, out var of))
            return false;
        id = of is 128 or 0 ? number : (of * 1000L) + number;
        return true;
    }
}
