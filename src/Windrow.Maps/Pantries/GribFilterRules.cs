using System.Globalization;
using System.Text;
using Windrow.Maps.Definitions.Inputs;

namespace Windrow.Maps.Pantries;

/// <summary>
/// The conditions by which messages were recognised, as rules for ecCodes' <c>grib_filter</c>: with them it fills a folder 'pantry' where it is called with files of the same names. They go with the
/// maps, so that it can be looked up and tried what a map was made of; arkimaps 1.43 works by such rules.
/// </summary>
internal static class GribFilterRules
{
    private const string Instant = "_[year]_[month]_[day]_[hour]_[minute]_[second]+[endStep]" + PantryName.Suffix;

    /// <param name="inputs">One without a condition over keys has no rule.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Of(IEnumerable<StreamInput> inputs)
    {
        var rules = new StringBuilder();
        foreach (var input in inputs.Where(static input => input.EcCodes is not null))
        {
            var name = input.Model is null ? input.Name : $"{input.Model}_{input.Name}";
            rules.Append(CultureInfo.InvariantCulture, $"if ( {input.EcCodes} ) {{ print \"s:{input.Model},{input.Name},[year],[month],[day],[hour],[minute],[second],[endStep]\"; write \"pantry/{name}{Instant}\"; }}\n");
        }

        return Encoding.UTF8.GetBytes(rules.ToString());
    }
}
