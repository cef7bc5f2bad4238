using Windrow.Core.Messages;
using Windrow.Fields.Grids;

namespace Windrow.Fields.Interpolate.Weights;

/// <summary>Which weights are wanted: everything that they depend on.</summary>
/// <param name="neighbours">How many source points <see cref="InterpolationMethod.KNearest"/> takes.</param>
internal sealed class WeightsRequest(Grid source, Grid target, InterpolationMethod method, int neighbours)
{
    /// <summary>Changes when the same request is to give other weights, so that files of before are not used.</summary>
    private const ulong Revision = 1;

    public Grid Source => source;

    public Grid Target => target;

    public InterpolationMethod Method => method;

    public int Neighbours => neighbours;

    /// <summary>Hash of the points of both grids, the method and its parameters.</summary>
    public MessageId Identity { get; } = source.Identity
        .With(target.Identity.High).With(target.Identity.Low).With((ulong)method).With(method == InterpolationMethod.KNearest ? (ulong)neighbours : 0).With(Revision);

    public override string ToString() => $"{Source} to {Target} by {Method}";
}
