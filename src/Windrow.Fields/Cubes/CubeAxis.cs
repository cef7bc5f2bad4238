using Windrow.Core.Errors;
using Windrow.Core.Payloads;
using Windrow.Fields.Cubes.Storage;

namespace Windrow.Fields.Cubes;

/// <summary>An axis that grows: its values in the order in which they came, in memory and in the data set.</summary>
internal sealed class CubeAxis
{
    private readonly ICubeStorage _storage;
    private readonly List<double> _values;

    private CubeAxis(ICubeStorage storage, string name, List<double> values) => (_storage, Name, _values) = (storage, name, values);

    public string Name { get; }

    public int Count => _values.Count;

    public double this[int index] => _values[index];

    /// <summary>The axis as the data set has it, or a new one.</summary>
    /// <param name="chunk">How many values are stored together.</param>
    public static CubeAxis Open(ICubeStorage storage, string name, int chunk, Func<IReadOnlyDictionary<string, object>> attributes)
    {
        if (storage.Find(name) is not { } known)
        {
            storage.AddDimension(name, null);
            storage.AddVariable(new CubeVariable(name, Precision.Double, [name], [chunk], double.NaN, attributes()));
            return new CubeAxis(storage, name, []);
        }

        if (known.Dimensions is not [var dimension] || dimension != name)
            throw new FailureException(Failure.Permanent($"the axis '{name}' is needed, and the file has a variable of that name over ({string.Join(", ", known.Dimensions)})", "give that variable another name under 'variable', and write to another file"));

        // Places at the end that a run which was killed has made and not named are free.
        var values = storage.Read(name).ToList();
        while (values.Count > 0 && double.IsNaN(values[^1]))
            values.RemoveAt(values.Count - 1);
        return new CubeAxis(storage, name, values);
    }

    /// <summary>The place of a value, at the end where it is new.</summary>
    public int IndexOf(double value, out bool isNew)
    {
        // Most often it is the last one.
        for (var i = _values.Count - 1; i >= 0; i--)
        {
            if (Math.Abs(_values[i] - value) <= 1e-12 * Math.Max(1, Math.Abs(value)))
            {
                isNew = false;
                return i;
            }
        }

        isNew = true;
        _storage.Write(Name, [_values.Count], [1], (ReadOnlySpan<double>)[value]);
        _values.Add(value);
        return _values.Count - 1;
    }
}
