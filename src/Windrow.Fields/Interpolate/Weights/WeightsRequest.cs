using Windrow.Core.Messages;
using Windrow.Fields.Grids;

namespace Windrow.Fields.Interpolate.Weights;

/// <summary>Which weights are wanted: everything that they depend on.</summary>
/// <param name="Neighbours">How many source points <see cref="InterpolationMethod.KNearest"/> takes.</param>
internal sealed record WeightsRequest(Grid Source, Grid Target, InterpolationMethod Method, int Neighbours)
{
    /// <summary>Changes when the same request is to give other weights, so that files of before are not used.</summary>
    private const ulong Revision = 1;

    /// <summary>Hash of the points of both grids, the method and its parameters.</summary>
    public MessageId Identity { get; } = new MessageId(Source.Identity.High, Source.Identity.Low)
        .With(Target.Identity.High).With(Target.Identity.Low).With((ulong)Method).With(Method == InterpolationMethod.KNearest ? (ulong)Neighbours : 0).With(Revision);

    public override string ToString() => $"{Source} to {Target} by {Method}";
}
