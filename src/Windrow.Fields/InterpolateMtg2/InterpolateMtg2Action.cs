using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate;
using Windrow.Fields.Interpolate.Matrices;
using Windrow.Fields.Interpolate.Sources;
using Windrow.Fields.Interpolate.Weights;
using Windrow.Fields.Values;

namespace Windrow.Fields.InterpolateMtg2;

/// <summary>Interpolates fields to several grids: each field becomes a message for each output that is enabled. The metadata <c>grid</c> tells the field's own.</summary>
internal sealed class InterpolateMtg2Action : PlanAction
{
    private readonly SourceGrids _sources;
    private readonly (InterpolateMtg2Output Output, FieldInterpolator Interpolator)[] _outputs;
    private readonly MetadataKey _grid = "grid";
    private readonly bool _needsSource;

    public InterpolateMtg2Action(InterpolateMtg2Options options, PlugInContext context)
    {
        _sources = new SourceGrids(["grid", "atlas-grid-kind"], null, new NamedSources(InterpolateAction.PointsOf(options.InputPoints, context)));
        _outputs = [.. options.Outputs.Where(static output => output.Enable).Select(output => (output, new FieldInterpolator(TargetOf(output, context), context.Services)))];
        _needsSource = !Array.TrueForAll(_outputs, static each => each.Output.IsMatrix);
    }

    public override bool IsConcurrent => true;

    public override void Start(ActionContext context)
    {
        foreach (var (_, interpolator) in _outputs)
            interpolator.Share(context.Shared.Get<MatrixCache>());
    }

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field)
        {
            output.Emit(message);
            return;
        }

        Grid? source = null;
        if (!MessageValues.TryShape(message, out var points, out _, out var failure)
            || (_needsSource && !_sources.TryFind(message.Metadata, points, out source, out failure))
            || !MessageValues.TryRead(message, out var values, out failure))
        {
            output.Fail(message, failure!);
            return;
        }

        // All of them before the first goes on: a message that fails is tried again, and must not have sent half of its outputs.
        var results = new (FieldPayload Field, Metadata Metadata)[_outputs.Length];
        using (values)
        {
            for (var i = 0; i < _outputs.Length; i++)
            {
                if (_outputs[i].Interpolator.TryInterpolate(message.Metadata, values, source, out var field, out var metadata, out failure))
                {
                    results[i] = (field!, WithOutput(metadata, _outputs[i].Output));
                    continue;
                }

                for (var made = 0; made < i; made++)
                    results[made].Field.Release();
                output.Fail(message, failure!);
                return;
            }
        }

        foreach (var (field, metadata) in results)
            output.Emit(output.Child(message, MessageKind.Field, metadata, field));
        output.Absorb(message);
    }

    private static InterpolationTarget TargetOf(InterpolateMtg2Output output, PlugInContext context) => new()
    {
        Grid = output.Grid,
        Method = output.Method,
        Neighbours = output.Inner.Neighbours ?? 4,
        Matrix = output.IsMatrix ? InterpolateAction.MatrixOf(output.Inner.Matrix, context) : null,
        WeightsDirectory = InterpolationTarget.DirectoryOf(output.CachePath, output.Inner.Caching, context),
        MissingValue = output.Inner.MissingValue,
        MissingRule = context.StrictMultio ? MissingRule.Heaviest : MissingRule.LessThanHalf,
    };

    private Metadata WithOutput(Metadata metadata, InterpolateMtg2Output output)
    {
        var builder = metadata.Change().Set(_grid, output.GridName);
        foreach (var (key, value) in output.AdditionalMetadata)
            builder.Set(key, value);
        return builder.Build();
    }
}
