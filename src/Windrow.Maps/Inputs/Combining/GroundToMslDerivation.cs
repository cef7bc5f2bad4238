using System.Numerics;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Inputs.Transform;

namespace Windrow.Maps.Inputs.Combining;

/// <summary>
/// <c>groundtomsl</c>: height above ground becomes height above mean sea level, by adding the ground's geopotential over g. In the clip,
/// <c>z</c> is the ground's height in m. The ground does not move, so any instant of it will do: of the same run when there is one, the earliest
/// step of it, else the earliest of all. The height's message is the template.
/// </summary>
internal sealed class GroundToMslDerivation : DerivationBase
{
    /// <summary>m s-2; WMO's standard gravity.</summary>
    private const float Gravity = 9.80665f;

    private readonly GribShaping _shaping;

    /// <param name="inputs">The geopotential of the ground in m2 s-2, and the height in m.</param>
    /// <exception cref="InputDefinitionException">There are not two inputs, or the clip is wrong.</exception>
    public GroundToMslDerivation(string name, IReadOnlyList<string> inputs, string? clip = null, IReadOnlyList<GribSetting>? settings = null)
        : base(name, inputs)
    {
        if (inputs.Count != 2)
            throw new InputDefinitionException("inputs", $"groundtomsl takes two inputs, the ground's geopotential and a height; {name} has {inputs.Count}");
        _shaping = new GribShaping(name, ["z"], clip, settings);
    }

    public override PlanGroup GroupOf(AvailableMessage message) => default;

    public override IReadOnlyList<PlannedResult> Plan(IReadOnlyList<AvailableMessage> group)
    {
        var grounds = group.Where(static message => message.Input == 0).OrderBy(static message => message.Instant).ToList();
        if (grounds.Count == 0)
            return [];
        var ofRun = grounds.DistinctBy(static ground => ground.Instant.ReferenceTime).ToDictionary(static ground => ground.Instant.ReferenceTime);
        return [.. group.Where(static message => message.Input == 1)
            .DistinctBy(static height => height.Instant)
            .OrderBy(static height => height.Instant)
            .Select(height => new PlannedResult(
                height.Instant, DerivationOperation.Compute, TimeSpan.Zero, [ofRun.GetValueOrDefault(height.Instant.ReferenceTime, grounds[0]), height]))];
    }

    public override IReadOnlyList<PlanGap> Gaps(IReadOnlyList<AvailableMessage> group) =>
        group.Any(static message => message.Input == 0)
            ? []
            : [.. group.Select(static height => height.Instant).Distinct().Select(instant => new PlanGap(instant, $"there is no {Inputs[0]} of any instant"))];

    protected override ReadOnlyMemory<byte> Compute(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        using var fields = FieldList.Open(messages, input => Inputs[input]);
        var (ground, height) = (fields[0], fields[1]);
        Kernel.Apply<ToHeight>(ground.Values, ground.Values, ground.Values, ground.Values);
        Kernel.Apply<Sum>(ground.Values, height.Values, height.Values, height.Values);
        return _shaping.Encode(height, height.Values, [ground.Values], fields.BitsPerValue);
    }

    private readonly struct ToHeight : IFormula
    {
        public static Vector<float> Of(Vector<float> geopotential, Vector<float> b, Vector<float> c) => geopotential / new Vector<float>(Gravity);
    }

    private readonly struct Sum : IFormula
    {
        public static Vector<float> Of(Vector<float> ground, Vector<float> height, Vector<float> c) => ground + height;
    }
}
