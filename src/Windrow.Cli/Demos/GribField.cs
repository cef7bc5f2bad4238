using Windrow.Fields.Grib.Keys;

namespace Windrow.Cli.Demos;

/// <summary>One decoded field; its keys can be asked only while it is the reader's current one.</summary>
internal sealed class GribField
{
    private readonly Dictionary<string, string> _texts = [];

    public GribField(GribKeys keys, double[] values)
    {
        Values = values;
        foreach (var name in new[] { "shortName", "paramId", "step", "stepRange", "stepType", "units" })
        {
            if (keys.TryGetText(GribKey.Of(name), out var text))
                _texts[name] = text;
        }

        PackingError = keys.TryGetDouble(GribKey.Of("packingError"), out var error) ? error : 0;
    }

    public double[] Values { get; }

    /// <summary>The largest error that packing may have made, in the field's unit.</summary>
    public double PackingError { get; }

    public string Text(string key) => _texts.GetValueOrDefault(key, "");

    public double Number(string key) => double.TryParse(Text(key), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
