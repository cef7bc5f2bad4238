namespace Windrow.Maps.Inputs.Transform;

/// <summary>What a field is of, in so far as transformations know it.</summary>
internal enum Quantity
{
    Temperature,
    DewPoint,
    WetBulbTemperature,
    EquivalentPotentialTemperature,
    SpecificHumidity,
    RelativeHumidity,
    Pressure,
    WindEastward,
    WindNorthward,
    WindSpeed,
    LargeScaleSnow,
    ConvectiveSnow,
    Graupel,
    Snow,
    SnowAndGraupel,
    Visibility,
}
