using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate.Matrices;
using Windrow.Fields.Interpolate.Product;
using Windrow.Fields.Interpolate.Weights;
using Windrow.Fields.Masks;
using Windrow.Fields.Values;

namespace Windrow.Fields.Interpolate;

/// <summary>Brings fields to one target grid. Safe for several threads.</summary>
internal sealed class FieldInterpolator
{
    private readonly InterpolationTarget _target;
    private readonly EngineServices _services;
    private readonly ILogger _log;
    private readonly MatrixStore? _store;
    private readonly TargetMetadata _metadata = new();
    private MatrixCache _matrices = new();

    public FieldInterpolator(InterpolationTarget target, EngineServices services)
    {
        (_target, _services) = (target, services);
        _log = services.Logs.CreateLogger("windrow.interpolate");
        _store = target.WeightsDirectory is { } directory ? new MatrixStore(services, directory, _log) : null;
    }

    /// <summary>From here on weights are shared with the other actions of the flow.</summary>
    public void Share(MatrixCache matrices) => _matrices = matrices;

    /// <param name="source">The grid of the field; null is enough for a matrix from a file.</param>
    /// <param name="field">The values at the target's points; the caller's.</param>
    public bool TryInterpolate(Metadata from, in FieldValues values, Grid? source, out FieldPayload? field, out Metadata metadata, out Failure? failure)
    {
        (field, metadata) = (null, from);
        if (!TryMatrix(source, out var matrix, out failure))
            return false;
        if (matrix!.Columns != values.Field.Count || (_target.Grid is { } grid && grid.Points != matrix.Rows))
        {
            failure = Failure.Permanent(
                $"the weights are from {matrix.Columns} points to {matrix.Rows}, the field has {values.Field.Count}{(_target.Grid is { } to ? $" and the grid {to} {to.Points}" : "")}", "give the weights that were made for these grids");
            return false;
        }

        var precision = _target.Precision switch
        {
            OutputPrecision.Double => Precision.Double,
            OutputPrecision.Single => Precision.Single,
            _ => values.Field.Precision,
        };
        var mark = _target.MissingValue ?? (values.Missing is { } before && double.IsFinite(before) ? before : MaskOptions.DefaultMissing);
        field = FieldPayload.Rent(precision, matrix.Rows);
        var misses = FieldProduct.Multiply(matrix, values, field, mark, _target.MissingRule, _services.Dispatch);
        metadata = _metadata.Of(from, _target.Grid, matrix.Rows, misses || values.Missing is not null ? mark : null, precision);
        return true;
    }

    private bool TryMatrix(Grid? source, out SparseMatrix? matrix, out Failure? failure)
    {
        (matrix, failure) = (null, null);
        try
        {
            if (_target.Matrix is { } path)
            {
                var identity = default(MessageId).With(System.Runtime.InteropServices.MemoryMarshal.AsBytes(path.AsSpan()));
                matrix = _matrices.Get(identity, _target.WeightsMemory, (this, path), static state => MatrixReader.Read(state.Item1._services.Files, state.path, out _));
            }
            else
            {
                var request = _target.RequestFor(source!);
                matrix = _matrices.Get(request.Identity, _target.WeightsMemory, (this, request), static state => state.Item1.Make(state.request));
            }
        }
        catch (FailureException exception)
        {
            failure = exception.Failure;
        }
        catch (CorruptDataException exception)
        {
            failure = Failure.Permanent($"the matrix '{_target.Matrix}' cannot be read: {exception.Message}", "make the file again", exception);
        }

        return failure is null;
    }

    private SparseMatrix Make(WeightsRequest request)
    {
        var start = _services.Time.GetTimestamp();
        var matrix = _store is null ? WeightsBuild.Of(request) : _store.Get(request);
        InterpolateLog.Ready(_log, request.ToString(), matrix.Rows, matrix.Entries, (long)_services.Time.GetElapsedTime(start).TotalMilliseconds);
        return matrix;
    }
}
