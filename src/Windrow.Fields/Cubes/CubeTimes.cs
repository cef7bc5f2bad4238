using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Cubes.Fields;
using Windrow.Fields.Cubes.Storage;

namespace Windrow.Fields.Cubes;

/// <summary>The axis of time, in hours since the reference time of the first field, and the bounds of intervals (section 7.1 of the CF conventions).</summary>
internal sealed class CubeTimes
{
    public const string Name = "time";
    public const string Bounds = "time_bnds";

    private const string Edges = "bnds";
    private const string Since = "hours since ";
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    // Thousands of times lie in one piece of a few kilobytes.
    private const int Chunk = 512;

    private readonly ICubeStorage _storage;
    private readonly CubeAxis _axis;
    private readonly DateTime _origin;
    private readonly Dictionary<int, double> _begins = [];
    private bool _hasBounds;

    public CubeTimes(ICubeStorage storage, DateTime reference)
    {
        _storage = storage;
        _axis = CubeAxis.Open(storage, Name, Chunk, () => new Dictionary<string, object>
        {
            ["standard_name"] = "time",
            ["long_name"] = "time",
            ["axis"] = "T",
            ["units"] = Since + reference.ToString(Format, CultureInfo.InvariantCulture),
            ["calendar"] = "proleptic_gregorian",
        });
        _origin = Origin(storage.Find(Name)!);
        _hasBounds = storage.Find(Bounds) is not null;
        if (!_hasBounds)
            return;
        var bounds = storage.Read(Bounds);
        for (var i = 0; i < _axis.Count && (2 * i) + 1 < bounds.Length; i++)
        {
            if (!double.IsNaN(bounds[2 * i]))
                _begins[i] = bounds[2 * i];
        }
    }

    /// <summary>The place of a time; where it is new the data set has it from now on.</summary>
    public bool TryPlace(in CubeTime time, out int index, out Failure? failure)
    {
        failure = null;
        var end = Hours(time.Time);
        index = _axis.IndexOf(end, out var isNew);
        if (time.Begin is not { } since)
        {
            if (_hasBounds && isNew)
                WriteBounds(index, end, end);
            return true;
        }

        var begin = Hours(since);
        if (!_hasBounds)
            AddBounds();
        if (_begins.TryGetValue(index, out var known) && known != begin && known != end)
        {
            failure = Failure.Permanent(
                $"the field is for {TimeText.Format(since)} to {TimeText.Format(time.Time)}, and the file has another that ends then and begins {TimeText.Format(_origin.AddHours(known))}",
                "a file has one interval for each time: put {operation} or another key that tells them apart into 'path'");
            return false;
        }

        if (!_begins.ContainsKey(index) || known != begin)
            WriteBounds(index, begin, end);
        return true;
    }

    private void AddBounds()
    {
        if (_storage.LengthOf(Edges) is null)
            _storage.AddDimension(Edges, 2);
        _storage.AddVariable(new CubeVariable(Bounds, Precision.Double, [Name, Edges], [Chunk, 2], double.NaN, new Dictionary<string, object>()));
        _storage.SetAttribute(Name, "bounds", Bounds);
        _hasBounds = true;

        // What came before was of moments.
        for (var i = 0; i < _axis.Count; i++)
            WriteBounds(i, _axis[i], _axis[i]);
    }

    private void WriteBounds(int index, double begin, double end)
    {
        _storage.Write(Bounds, [index, 0], [1, 2], (ReadOnlySpan<double>)[begin, end]);
        _begins[index] = begin;
    }

    private double Hours(DateTime time) => (time - _origin).Ticks / (double)TimeSpan.TicksPerHour;

    private static DateTime Origin(CubeVariable time) =>
        time.Attributes.TryGetValue("units", out var units) && units is string text && text.StartsWith(Since, StringComparison.Ordinal)
            && DateTime.TryParseExact(text[Since.Length..], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var origin)
            ? origin
            : throw new FailureException(Failure.Permanent($"the file's time is not in 'hours since yyyy-mm-dd hh:mm:ss' but in '{(time.Attributes.TryGetValue("units", out var other) ? other : "no unit")}'", "it was not written by this sink; write to another file"));
}
