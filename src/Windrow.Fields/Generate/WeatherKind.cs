namespace Windrow.Fields.Generate;

/// <summary>Which weather is made up.</summary>
public enum WeatherKind : byte
{
    /// <summary>Waves that travel eastward, all around the globe and all the same.</summary>
    Waves,

    /// <summary>Lows with fronts: rain along them, warm air between them, wind around them.</summary>
    Storm,
}
