namespace Windrow.Maps.Inputs.Transform;

/// <summary>All rules, the preferred of each quantity first. Source: libsim's functions of thermodynamics and its alchemy of variables.</summary>
internal static class TransformRules
{
    private static readonly TransformRule[] All =
    [
        TransformRule.Of<RelativeHumidityFromDewPoint>(Quantity.RelativeHumidity, Quantity.Temperature, Quantity.DewPoint),
        TransformRule.Of<RelativeHumidityFromSpecificHumidity>(Quantity.RelativeHumidity, Quantity.SpecificHumidity, Quantity.Pressure, Quantity.Temperature),
        TransformRule.Of<DewPointFromRelativeHumidity>(Quantity.DewPoint, Quantity.RelativeHumidity, Quantity.Temperature),
        TransformRule.Of<WindSpeed>(Quantity.WindSpeed, Quantity.WindEastward, Quantity.WindNorthward),
        TransformRule.Of<SumOfTwo>(Quantity.Snow, Quantity.LargeScaleSnow, Quantity.ConvectiveSnow),
        TransformRule.Of<SumOfThree>(Quantity.SnowAndGraupel, Quantity.LargeScaleSnow, Quantity.ConvectiveSnow, Quantity.Graupel),
        TransformRule.Of<EquivalentPotentialTemperature>(Quantity.EquivalentPotentialTemperature, Quantity.Temperature, Quantity.DewPoint, Quantity.Pressure),
        new(
            Quantity.WetBulbTemperature,
            [Quantity.Temperature, Quantity.DewPoint, Quantity.Pressure],
            static (inputs, into) => WetBulbTemperature.Compute(inputs[0], inputs[1], inputs[2], into)),
        TransformRule.Of<Visibility>(Quantity.Visibility, Quantity.RelativeHumidity, Quantity.Temperature, Quantity.DewPoint),
    ];

    public static IEnumerable<TransformRule> For(Quantity output) => All.Where(rule => rule.Output == output);

    /// <summary>The codes that <c>--output-variable-list</c> can ask for.</summary>
    public static IEnumerable<string> Codes => All.Select(static rule => QuantityTable.Of(rule.Output).Code).Distinct().Order(StringComparer.Ordinal);

    /// <summary>What rules want, for people: <c>temperature and dew point; or …</c>.</summary>
    public static string Wanted(Quantity output) => string.Join(
        "; or ",
        For(output).Select(static rule => string.Join(", ", rule.Needs.Select(static need => QuantityTable.Of(need).Name))));
}
