using Windrow.Maps.Inputs.Expressions;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Combining;

/// <summary>The end of <c>expr</c>, <c>groundtomsl</c> and <c>sffraction</c>: clip, grib_set, encode.</summary>
internal sealed class GribShaping
{
    private readonly FieldExpression? _clip;
    private readonly IReadOnlyList<GribSetting> _settings;

    /// <param name="name">The derived input, whose name is that of the result in <paramref name="clip"/>.</param>
    /// <param name="others">Other names that the clip may use, in the order in which <see cref="Encode"/> gets their values.</param>
    /// <exception cref="InputDefinitionException">The clip is wrong.</exception>
    public GribShaping(string name, IReadOnlyList<string> others, string? clip, IReadOnlyList<GribSetting>? settings)
    {
        _clip = string.IsNullOrWhiteSpace(clip) ? null : FieldExpression.ParseKey("clip", clip, [name, .. others.Where(other => other != name)], name);
        _settings = settings ?? [];
    }

    /// <param name="template">Whose message the result takes over, but for its values.</param>
    /// <param name="values">The result; changed by the clip.</param>
    public byte[] Encode(DecodedField template, FieldValues values, IEnumerable<FieldValues> others, int bits)
    {
        _clip?.Evaluate([values, .. others], values);
        return FieldEncoding.Encode(template.Handle, values, bits, _settings);
    }
}
