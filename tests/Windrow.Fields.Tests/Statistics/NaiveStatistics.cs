namespace Windrow.Fields.Tests.Statistics;

/// <summary>Daily statistics as one would write them down: for each window a list of its samples, for each point a list of its values.</summary>
internal static class NaiveStatistics
{
    public static string Of(string operation, int threshold, IReadOnlyList<(long Step, double[] Values)> samples, bool backward, bool single)
    {
        var products = new List<string>();
        foreach (var window in samples.GroupBy(sample => backward ? sample.Step / 24 : (sample.Step - 1) / 24).OrderBy(static group => group.Key))
        {
            var steps = window.OrderBy(static sample => sample.Step).ToList();
            var points = Enumerable.Range(0, steps[0].Values.Length).Select(point => steps.ConvertAll(sample => sample.Values[point]));
            var masked = steps.Exists(static sample => sample.Values.Any(double.IsNaN));
            products.Add(string.Join(',', points.Select(values => Round(Narrow(Point(operation, masked ? threshold : -1, values))))));
        }

        return string.Join("; ", products);

        double Narrow(double value) => single ? (float)value : value;
    }

    public static string Round(double value) => double.IsNaN(value) ? "-" : (Math.Round(value, 9) + 0.0).ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static double Point(string operation, int threshold, List<double> values)
    {
        var present = values.FindAll(static value => !double.IsNaN(value));
        var isMissing = operation == "accumulate" || threshold < 1 ? present.Count < values.Count : present.Count < threshold;
        if (operation == "instant")
            return values[^1];
        if (isMissing)
            return double.NaN;
        return operation switch
        {
            "average" => (double)(present.Sum(static value => (decimal)value) / present.Count),
            "accumulate" => (double)present.Sum(static value => (decimal)value),
            "maximum" => present.Max(),
            _ => present.Min(),
        };
    }
}
