using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate.Matrices;
using Windrow.Fields.Interpolate.Sources;
using Windrow.Fields.Interpolate.Weights;
using Windrow.Fields.Values;

namespace Windrow.Fields.Interpolate;

/// <summary>Interpolates fields to another grid. Weights are computed once for each pair of grids.</summary>
internal sealed class InterpolateAction : PlanAction
{
    private readonly bool _needsSource;
    private readonly long _newPoints;
    private readonly SourceGrids _sources;
    private readonly FieldInterpolator _interpolator;

    public InterpolateAction(InterpolateOptions options, PlugInContext context)
    {
        _newPoints = options.Grid?.Points ?? 0;
        _needsSource = options.Matrix is null;
        _sources = new SourceGrids(["atlas-grid-kind"], options.Input, new NamedSources(PointsOf(options.InputPoints, context)));
        _interpolator = new FieldInterpolator(
            new InterpolationTarget
            {
                Grid = options.Grid,
                Method = options.Method,
                Neighbours = options.Neighbours,
                Matrix = MatrixOf(options.Matrix, context),
                WeightsDirectory = InterpolationTarget.DirectoryOf(options.CachePath, options.Inner.Caching, context),
                WeightsMemory = options.WeightsMemory,
                Precision = options.Precision,
                MissingValue = options.Inner.MissingValue,
                MissingRule = context.StrictMultio ? MissingRule.Heaviest : MissingRule.LessThanHalf,
            },
            context.Services);
    }

    public override bool IsConcurrent => true;

    public override bool HasPeakMemory => true;

    /// <summary>The field decoded, and the one in the new grid. Weights are kept within 'weights-memory', whatever messages come.</summary>
    public override long PeakMemory(Message message) =>
        message.Kind == MessageKind.Field && MessageValues.TryShape(message, out var points, out _, out _) ? sizeof(double) * ((long)points + _newPoints) : 0;

    public override void Start(ActionContext context) => _interpolator.Share(context.Shared.Get<MatrixCache>());

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field)
        {
            output.Emit(message);
            return;
        }

        if (!MessageValues.TryShape(message, out var points, out _, out var failure))
        {
            output.Fail(message, failure!);
            return;
        }

        // The grid first: values are not decoded for a field that cannot be used.
        Grid? source = null;
        if ((_needsSource && !_sources.TryFind(message.Metadata, points, out source, out failure)) || !MessageValues.TryRead(message, out var values, out failure))
        {
            output.Fail(message, failure!);
            return;
        }

        using (values)
        {
            if (!_interpolator.TryInterpolate(message.Metadata, values, source, out var field, out var metadata, out failure))
            {
                output.Fail(message, failure!);
                return;
            }

            message.ReplacePayload(field!);
            message.Metadata = metadata;
        }

        output.Emit(message);
    }

    /// <summary>The full path of a file of weights.</summary>
    internal static string? MatrixOf(string? path, PlugInContext context) =>
        path is null ? null
        : context.Services.Files.Find(context.InputPath(path)) is not null ? context.InputPath(path)
        : throw new IOException($"{context.Where}: there is no file '{context.InputPath(path)}'; 'interpolation-matrix' names the weights.");

    /// <summary>The grid of a file of points, read when a field needs it.</summary>
    internal static Lazy<PointGrid>? PointsOf(string? path, PlugInContext context)
    {
        if (path is null)
            return null;
        var full = context.InputPath(path);
        if (context.Services.Files.Find(full) is null)
            throw new IOException($"{context.Where}: there is no file '{full}'; 'input-points' names where the points of the grid are.");
        return new Lazy<PointGrid>(() =>
        {
            try
            {
                return GridPointsFile.Read(context.Services.Files, full);
            }
            catch (IOException exception)
            {
                throw new FailureException(Failure.Permanent(exception.Message, "correct the file under 'input-points'", exception));
            }
        });
    }
}
