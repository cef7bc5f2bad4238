using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Payloads;
using Windrow.Fields.Cubes.Fields;
using Windrow.Fields.Cubes.Grids;
using Windrow.Fields.Cubes.Storage;
using Windrow.Fields.Values;

namespace Windrow.Fields.Cubes;

/// <summary>
/// A data set by the CF conventions 1.8 (https://cfconventions.org): variables over time, level and the grid. A slice is known by variable, time
/// and level, and one that comes again takes the place of the first. For one thread at a time.
/// </summary>
/// <param name="turn">Keeps others from the data set.</param>
/// <param name="hasMemberAxis">Ensemble members lie along an axis; otherwise all fields are of one.</param>
internal sealed class CubeDataset(ICubeStorage storage, IDisposable turn, Precision? precision, bool hasMemberAxis) : IDisposable
{
    // The fill values of NetCDF for float and double are the same number.
    private const float Fill = 9.9692099683868690e+36f;
    private const string Member = "ensemble_member";
    private const string Members = "realization";

    private readonly Dictionary<string, CubeAxis> _levels = new(StringComparer.Ordinal);
    private CubeTimes? _times;
    private CubeAxis? _members;
    private CubeGrid? _grid;

    /// <summary>Writes a slice. On failure no slice was changed.</summary>
    public Failure? Write(CubeField field, in FieldValues values)
    {
        var failure = CheckName(field) ?? CheckGrid(field.Grid) ?? CheckMember(field);
        if (failure is not null)
            return failure;
        var wanted = precision ?? values.Field.Precision;
        var member = hasMemberAxis ? field.Member : null;
        string[] dimensions =
        [
            CubeTimes.Name, .. (ReadOnlySpan<string>)(member is null ? [] : [Members]), .. (ReadOnlySpan<string>)(field.Level is { } vertical ? [vertical.Axis] : []),
            .. CubeGridStorage.Dimensions(field.Grid),
        ];
        if (storage.Find(field.Variable) is { } known && Differs(known, field, dimensions, wanted) is { } different)
            return different;
        _times ??= new CubeTimes(storage, field.Time.Reference);
        if (!_times.TryPlace(field.Time, out var time, out failure))
            return failure;
        Span<int> start = stackalloc int[dimensions.Length];
        Span<int> count = stackalloc int[dimensions.Length];
        start.Clear();
        count.Fill(1);
        start[0] = time;
        if (member is { } number)
            start[1] = MemberAxis().IndexOf(number, out _);
        if (field.Level is { } level)
            start[member is null ? 1 : 2] = AxisOf(level).IndexOf(level.Value, out _);
        count[^1] = field.Grid.Columns;
        if (field.Grid.IsRegular)
            count[^2] = field.Grid.Rows;
        if (storage.Find(field.Variable) is null)
            AddVariable(field, dimensions, wanted, count);
        WriteValues(field.Variable, start, count, values, wanted);
        return null;
    }

    /// <summary>Makes everything durable.</summary>
    /// <exception cref="IOException">The disk refuses; nobody knows what is durable.</exception>
    public void Commit() => storage.Commit();

    public void Dispose()
    {
        try
        {
            storage.Dispose();
        }
        finally
        {
            turn.Dispose();
        }
    }

    // A parameter may be called as an axis is: latitudes of points, in GRIB, are 'lat'.
    private static Failure? CheckName(CubeField field) =>
        field.Variable is CubeTimes.Name or CubeTimes.Bounds or Members || field.Variable == field.Level?.Axis || CubeGridStorage.IsName(field.Variable)
            ? Failure.Permanent($"the field would be the variable '{field.Variable}', which is the name of an axis", "give it another name under 'variable', such as field_{shortName}")
            : null;

    private Failure? CheckMember(CubeField field)
    {
        if (hasMemberAxis)
            return null;
        var member = field.Member is { } number ? number.ToString(CultureInfo.InvariantCulture) : "none";
        if (storage.Attribute(Member) is { } known)
            return known == member ? null : Failure.Permanent($"the field is of ensemble member {member}, the file has member {known}", "leave {number} out of 'path', so that members lie along an axis, or have it tell every member apart");
        storage.SetAttribute(null, Member, member);
        return null;
    }

    private Failure? CheckGrid(CubeGrid grid)
    {
        if (ReferenceEquals(grid, _grid))
            return null;
        var failure = CubeGridStorage.AddOrCheck(storage, grid);
        if (failure is null)
            _grid = grid;
        return failure;
    }

    private static Failure? Differs(CubeVariable known, CubeField field, string[] dimensions, Precision wanted)
    {
        const string Advice = "give them names of their own under 'variable', such as {shortName}_{typeOfLevel}, or files of their own under 'path'";
        if (!known.Dimensions.SequenceEqual(dimensions))
            return Failure.Permanent($"the file has '{known.Name}' over ({string.Join(", ", known.Dimensions)}), the field is over ({string.Join(", ", dimensions)})", Advice);
        if (known.Precision != wanted)
            return Failure.Permanent($"the file has '{known.Name}' in {known.Precision} precision, the field is in {wanted}", "set 'precision' to that of the file, or write to another one");
        var methods = known.Attributes.TryGetValue("cell_methods", out var text) ? text.ToString() : null;
        return methods == field.CellMethods ? null : Failure.Permanent($"the file has '{known.Name}' with cell_methods '{methods ?? "none"}', the field has '{field.CellMethods ?? "none"}'", Advice);
    }

    private CubeAxis MemberAxis() => _members ??= CubeAxis.Open(storage, Members, 64, static () => new Dictionary<string, object> { ["standard_name"] = Members, ["long_name"] = "ensemble member", ["units"] = "1", ["axis"] = "E" });

    private CubeAxis AxisOf(CubeLevel level)
    {
        if (_levels.TryGetValue(level.Axis, out var axis))
            return axis;
        return _levels[level.Axis] = CubeAxis.Open(storage, level.Axis, 64, () =>
        {
            var attributes = new Dictionary<string, object> { ["long_name"] = level.Axis, ["units"] = level.Units, ["positive"] = level.Positive, ["axis"] = "Z" };
            if (level.StandardName is { } name)
                attributes["standard_name"] = name;
            return attributes;
        });
    }

    private void AddVariable(CubeField field, string[] dimensions, Precision wanted, ReadOnlySpan<int> chunks)
    {
        var attributes = new Dictionary<string, object>();
        foreach (var (name, value) in ((string, string?)[])
        [
            ("standard_name", field.Facts.StandardName), ("long_name", field.Facts.LongName ?? field.Variable), ("units", field.Facts.Units ?? "1"),
            ("cell_methods", field.CellMethods), ("coordinates", CubeGridStorage.Coordinates(field.Grid)),
        ])
        {
            if (value is not null)
                attributes[name] = value;
        }

        storage.AddVariable(new CubeVariable(field.Variable, wanted, dimensions, chunks.ToArray(), Fill, attributes));
    }

    private void WriteValues(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, in FieldValues values, Precision wanted)
    {
        var field = values.Field;
        if (values.Missing is null && field.Precision == wanted)
        {
            if (wanted == Precision.Double)
                storage.Write(variable, start, count, (ReadOnlySpan<double>)field.Doubles);
            else
                storage.Write(variable, start, count, (ReadOnlySpan<float>)field.Singles);
            return;
        }

        var copy = FieldPayload.Rent(wanted, field.Count);
        try
        {
            CubeKernels.Convert(field, values.Missing, Fill, copy);
            if (wanted == Precision.Double)
                storage.Write(variable, start, count, (ReadOnlySpan<double>)copy.Doubles);
            else
                storage.Write(variable, start, count, (ReadOnlySpan<float>)copy.Singles);
        }
        finally
        {
            copy.Release();
        }
    }
}
