using Windrow.Core.Configuration;

namespace Windrow.Fields.AverageRate;

/// <summary>Options of the <c>average-rate</c> action, which has none.</summary>
public sealed class AverageRateOptions
{
    public static readonly OptionSet<AverageRateOptions> Set = new("average-rate");
}
