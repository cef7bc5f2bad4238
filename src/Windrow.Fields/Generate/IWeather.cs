namespace Windrow.Fields.Generate;

/// <summary>What the generated fields are taken from. Equal arguments give equal values in every process. For one thread.</summary>
internal interface IWeather
{
    /// <param name="level">In hPa; not looked at for parameters at the surface.</param>
    /// <param name="step">Hours since the reference time; never less than before.</param>
    /// <param name="values">One per point, row by row, in the parameter's unit.</param>
    void Fill(GeneratedParam param, long level, long step, Span<double> values);
}
