using Windrow.Maps.Inputs.Fields;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>A way to compute a quantity of one, two or three others.</summary>
internal sealed record TransformRule(Quantity Output, Quantity[] Needs, Action<FieldValues[], FieldValues> Compute)
{
    public static TransformRule Of<T>(Quantity output, params Quantity[] needs)
        where T : IFormula => new(output, needs, static (inputs, into) => Kernel.Apply<T>(inputs[0], inputs[Math.Min(1, inputs.Length - 1)], inputs[^1], into));
}
