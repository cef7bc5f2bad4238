using System.Globalization;
using Windrow.FlowTesting.Judging;

namespace Windrow.FlowTesting.Comparing;

/// <summary>Gathers how the values of fields differ, over all fields of a file.</summary>
internal sealed class ValueDifference(ComparisonTolerance allowed)
{
    private readonly Tolerance _tolerance = allowed.OfValues;
    private long _values;
    private long _beyond;
    private long _missing;
    private int _fields;
    private int _fieldsBeyond;
    private string _where = "";

    /// <summary>The largest difference.</summary>
    public double Worst { get; private set; }

    /// <summary>Compares two fields of the same name.</summary>
    /// <param name="number">Which field of its file it is, from 1.</param>
    /// <returns>Null; else why they cannot be compared.</returns>
    public string? Add(int number, NamedField there, NamedField here)
    {
        if (there.Values.Length != here.Values.Length)
            return string.Create(CultureInfo.InvariantCulture, $"field {number}, {here.Name}, has {here.Values.Length} values, there {there.Values.Length}");
        _fields++;
        _values += there.Values.Length;
        var before = _beyond;
        for (var i = 0; i < there.Values.Length; i++)
            Add(number, here.Name, i, there.Values[i], here.Values[i]);
        _fieldsBeyond += _beyond > before ? 1 : 0;
        return null;
    }

    /// <summary>What was found; null: all values are the same.</summary>
    public FileDifference? Found()
    {
        if (_beyond > 0)
            return new FileDifference(Text($"{_beyond} of {_values} values in {_fieldsBeyond} of {_fields} changed fields differ by more than allowed ({_tolerance}){Largest()}{Missing()}"), IsAllowed: false, Worst);
        return Worst > 0 ? new FileDifference(Text($"values differ by no more than allowed ({_tolerance}){Largest()}"), IsAllowed: true, Worst) : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string Largest() => Worst > 0 ? Text($"; the largest difference is {Worst:G6}, {_where}") : "";

    private string Missing() => _missing > 0 ? Text($"; at {_missing} points one is missing and the other not") : "";

    private void Add(int number, string name, int point, double there, double here)
    {
        if (there.Equals(here) || there == here)
            return;
        if (!_tolerance.Allows(there, here))
            _beyond++;
        if (double.IsNaN(there) != double.IsNaN(here))
        {
            _missing++;
            return;
        }

        if (Math.Abs(there - here) is var difference && difference > Worst)
            (Worst, _where) = (difference, Text($"in field {number}, {name}, at point {point + 1}: there {there:R}, here {here:R}"));
    }
}
