using System.Buffers.Binary;
using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes.Structure;

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
    private readonly MergedKey[] _types = [new("type", additional), new("marsType", additional)];
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
        long? size = (_size.TryGet(metadata, out var members) || _sizeOld.TryGet(metadata, out members)) && MetadataNumber.TryGet(members, out var known) ? known : null;

        // Number 0 is the control of an ensemble, and what models without one send.
        var isMember = member != 0 || (draft.Edition == 2 && (size > 0 || IsOfEnsemble(metadata) || IsMember(draft)));
        if (isMember && draft.Edition == 2)
            draft.Add(SettingKind.Ensemble);
        if (isMember)
            draft.Moving.Set(MovingKey.Member, member);
        if (size is { } count)
            draft.Add("numberOfForecastsInEnsemble", count, SettingKind.Known);
    }

    private bool IsOfEnsemble(Metadata metadata)
    {
        foreach (var key in _types)
        {
            if (key.TryGetText(metadata, out var type))
                return type is "cf" or "pf";
        }

        return false;
    }

    private static bool IsMember(EncodeDraft draft) =>
        draft.Base != DraftBase.Sample && GribProductLayout.TryFind(BinaryPrimitives.ReadUInt16BigEndian(draft.Octets.Span[(draft.Sections.Product + 7)..]), out var layout) && layout.EnsembleLength == 3;

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
