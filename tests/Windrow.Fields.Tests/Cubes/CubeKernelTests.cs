using Windrow.Core.Payloads;
using Windrow.Fields.Cubes;

namespace Windrow.Fields.Tests.Cubes;

public sealed class CubeKernelTests
{
    // More than a vector, and a tail.
    private const int Count = 37;

    [Theory]
    [InlineData(-1e9)]
    [InlineData(double.NaN)]
    public void Missing_values_become_the_fill_value_whatever_stands_for_them(double mark)
    {
        foreach (var from in (Precision[])[Precision.Double, Precision.Single])
        {
            foreach (var to in (Precision[])[Precision.Double, Precision.Single])
            {
                var given = Enumerable.Range(0, Count).Select(point => point % 5 == 1 ? mark : point + 0.5).ToArray();
                var source = from == Precision.Double ? FieldPayload.Copy(given) : FieldPayload.Copy([.. given.Select(static value => (float)value)]);
                var target = FieldPayload.Rent(to, Count);
                CubeKernels.Convert(source, mark, 9.96921e36f, target);
                for (var i = 0; i < Count; i++)
                    (to == Precision.Double ? target.Doubles[i] : target.Singles[i]).ShouldBe(i % 5 == 1 ? 9.96921e36f : i + 0.5);
                source.Release();
                target.Release();
            }
        }
    }
}
