namespace Windrow.Maps.Inputs.Expressions;

/// <summary>An operation for which there are no vector instructions.</summary>
internal sealed class ScalarOperation(int operands, Func<float, float, float> of) : ElementOperation(operands, givesMask: false, masks: 0)
{
    public override void Apply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = of(a[i], b[i]);
    }
}
