using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>A GRIB key that is set.</summary>
/// <param name="Key">ecCodes' name of the key.</param>
/// <param name="Value">An Integer, Number or Text, set as ecCodes' long, double or string.</param>
/// <param name="Location">Where it was written.</param>
public sealed record GribSetting(string Key, ParameterValue Value, SourceLocation Location);
