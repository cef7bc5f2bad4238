using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Encode.Mapping;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Grids;
using Windrow.Fields.Grids;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Interpolate;

/// <summary>
/// Metadata of a field on its new grid: what told the old one goes, in the own entries and in the GRIB header behind them, and what tells the new one comes.
/// </summary>
internal sealed class TargetMetadata
{
    // Keys of grids and of spherical harmonics, of which no old one may stay beside new ones.
    private static readonly MetadataKey[] Old = Array.ConvertAll(
        ("atlas-grid-kind gridType gridName N Ni Nj Nside orderingConvention north south west east west_east_increment south_north_increment "
        + "latitudeOfFirstGridPointInDegrees longitudeOfFirstGridPointInDegrees latitudeOfLastGridPointInDegrees longitudeOfLastGridPointInDegrees "
        + "iDirectionIncrementInDegrees jDirectionIncrementInDegrees isOctahedral numberOfDataPoints numberOfValues numberOfMissing "
        + "unstructuredGridType unstructuredGridSubtype uuidOfHGrid "
        + "truncation J K M pentagonalResolutionParameterJ pentagonalResolutionParameterK pentagonalResolutionParameterM subSetJ subSetK subSetM laplacianOperator "
        + "sphericalHarmonics complexPacking spectralType spectralMode").Split(' '),
        static name => (MetadataKey)name);

    private static readonly MetadataKey[] Steps = ["startStep", "endStep"];

    private readonly MetadataKey _globalSize = "misc-globalSize";
    private readonly MetadataKey _bitmapPresent = "bitmapPresent";
    private readonly MetadataKey _missingValue = "missingValue";
    private readonly MetadataKey _miscBitmapPresent = "misc-bitmapPresent";
    private readonly MetadataKey _miscMissingValue = "misc-missingValue";
    private readonly MetadataKey _precision = "misc-precision";
    private readonly MetadataKey _grid = "grid";

    /// <param name="grid">The new grid; null: a matrix that tells none.</param>
    /// <param name="missing">What stands for a missing value; null: nothing does.</param>
    public Metadata Of(Metadata metadata, RowGrid? grid, int points, double? missing, Precision precision)
    {
        var tail = metadata.Tail as GribTail;
        var moved = tail is null || grid is null ? null : Moved(tail, grid);

        // A header that cannot tell the grid goes; what it said of the field stays.
        var builder = (tail is not null && moved is null ? HeaderKeys.AddTo(metadata, tail).Materialise(Steps).WithTail(null) : metadata.WithTail(moved)).Change();
        foreach (var key in Old)
            builder.Remove(key);
        foreach (var (key, value) in grid?.Description ?? Metadata.From(("gridType", "unstructured_grid")))
            builder.Set(key, value);
        // Parts of grids have no name.
        if (metadata.Shape.IndexOf(_grid) >= 0 && grid is not null && !grid.Name.Contains(' ', StringComparison.Ordinal))
            builder.Set(_grid, grid.Name);
        else
            builder.Remove(_grid);
        builder.Set(_globalSize, (long)points).Set(_bitmapPresent, missing is not null);
        if (missing is { } value2)
            builder.Set(_missingValue, value2);
        if (metadata.Shape.IndexOf(_miscBitmapPresent) >= 0 || metadata.Shape.IndexOf(_miscMissingValue) >= 0)
        {
            builder.Set(_miscBitmapPresent, missing is not null);
            if (missing is { } value3)
                builder.Set(_miscMissingValue, value3);
        }

        if (metadata.Shape.IndexOf(_precision) >= 0)
            builder.Set(_precision, precision == Precision.Double ? "double" : "single");
        return builder.Build();
    }

    private static GribTail? Moved(GribTail tail, RowGrid grid)
    {
        if (!GribSections.TryParse(tail.Header.Span, out var sections, out _))
            return null;
        try
        {
            var header = GribGridSplice.Replace(tail.Header.Span, sections, GribGridSection.Of(grid, sections.Edition), grid.Points);
            return GribTail.TryOf(header, tail.Packing(), out var moved, out _) ? moved : null;
        }
        catch (FailureException)
        {
            return null;
        }
    }
}
