using System.Numerics;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Inputs.Transform;

namespace Windrow.Maps.Inputs.Combining;

/// <summary>
/// <c>sffraction</c>: which part of the precipitation is snow, in percent from 0 to 100. Where there is no more than half a millimetre of
/// precipitation it is 0. The precipitation's message is the template. Source: arkimaps' input of that name.
/// </summary>
internal sealed class SnowFractionDerivation : CommonInstantDerivation
{
    private static readonly Native.EcCodes.EcCodesKey Units = "units";

    private readonly GribShaping _shaping;

    /// <param name="inputs">Precipitation and snow, both in m or both in kg m-2.</param>
    /// <exception cref="InputDefinitionException">There are not two inputs, or the clip is wrong.</exception>
    public SnowFractionDerivation(string name, IReadOnlyList<string> inputs, string? clip = null, IReadOnlyList<GribSetting>? settings = null)
        : base(name, inputs)
    {
        if (inputs.Count != 2)
            throw new InputDefinitionException("inputs", $"sffraction takes two inputs, precipitation and snow; {name} has {inputs.Count}");
        _shaping = new GribShaping(name, inputs, clip, settings);
    }

    protected override ReadOnlyMemory<byte> Compute(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        using var fields = FieldList.Open(messages, input => Inputs[input]);
        var (precipitation, snow) = (fields[0], fields[1]);
        using var threshold = new FieldValues(precipitation.Values.Count);
        _ = precipitation.Handle.TryGetString(Units, out var units);
        threshold.Padded.Fill(units == "m" ? 0.0005f : 0.5f);
        Kernel.Apply<Percentage>(precipitation.Values, snow.Values, threshold, threshold);
        return _shaping.Encode(precipitation, threshold, [precipitation.Values, snow.Values], fields.BitsPerValue);
    }

    private readonly struct Percentage : IFormula
    {
        public static Vector<float> Of(Vector<float> precipitation, Vector<float> snow, Vector<float> threshold)
        {
            var hundred = new Vector<float>(100);
            var share = Vector.Max(Vector.Min(hundred * snow / precipitation, hundred), Vector<float>.Zero);
            // snow * 0 keeps a missing value of snow missing where it is dry, too.
            return Vector.ConditionalSelect(Vector.LessThanOrEqual(precipitation, threshold), snow * Vector<float>.Zero, share);
        }
    }
}
