using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>The steps of the mixer <c>default</c>, as arkimaps 1.43 has them.</summary>
public static class StepTypes
{
    public static readonly StepType Basemap = new("add_basemap", MagicsAction.Map, MapParameters.Basemap);

    public static readonly StepType BackgroundCoastlines = new("add_coastlines_bg", MagicsAction.Coast, MapParameters.Coast)
    {
        Defaults = Of(("map_coastline_general_style", Text("background")), ("map_coastline_resolution", Text("high"))),
    };

    public static readonly StepType ForegroundCoastlines = new("add_coastlines_fg", MagicsAction.Coast, MapParameters.Coast)
    {
        Defaults = Of(
            ("map_coastline_sea_shade_colour", Text("#f2f2f2")), ("map_grid", Flag(false)), ("map_coastline_sea_shade", Flag(false)),
            ("map_label", Flag(false)), ("map_coastline_colour", Text("#000000")), ("map_coastline_resolution", Text("high"))),
    };

    public static readonly StepType Grib = new("add_grib", MagicsAction.Grib, MapParameters.Grib) { InputKey = "grib", FileParameter = "grib_input_file_name" };

    public static readonly StepType Contour = new("add_contour", MagicsAction.Contour, MapParameters.Contour)
    {
        Defaults = Of(("contour_automatic_setting", Text("ecmwf"))),
    };

    public static readonly StepType Wind = new("add_wind", MagicsAction.Wind, MapParameters.Wind);

    public static readonly StepType Grid = new("add_grid", MagicsAction.Coast, MapParameters.Coast)
    {
        Defaults = Of(("map_coastline_general_style", Text("grid"))),
    };

    public static readonly StepType Boundaries = new("add_boundaries", MagicsAction.Coast, MapParameters.Coast)
    {
        Defaults = Of(
            ("map_boundaries", Flag(true)), ("map_boundaries_colour", Text("#504040")),
            ("map_administrative_boundaries_countries_list", ParameterValue.Of(["ITA"])), ("map_administrative_boundaries_colour", Text("#504040")),
            ("map_administrative_boundaries_style", Text("solid")), ("map_administrative_boundaries", Flag(true))),
    };

    public static readonly StepType UserBoundaries = new("add_user_boundaries", MagicsAction.Coast, MapParameters.Coast)
    {
        InputKey = "shape",
        FileParameter = "map_user_layer_name",
        MergesDefaults = true,
        Defaults = Of(("map_user_layer", Flag(true)), ("map_user_layer_colour", Text("blue"))),
    };

    public static readonly StepType Symbols = new("add_symbols", MagicsAction.Symbol, MapParameters.Symbols)
    {
        Defaults = Of(
            ("symbol_type", Text("marker")), ("symbol_marker_index", ParameterValue.Of(15L)), ("legend", Flag(false)),
            ("symbol_colour", Text("black")), ("symbol_height", ParameterValue.Of(0.28))),
    };

    public static readonly StepType Geopoints = new("add_geopoints", MagicsAction.Geopoints, ParameterSet.Empty) { InputKey = "points", FileParameter = "geo_input_file_name" };

    public static IReadOnlyList<StepType> All { get; } =
        [Basemap, BackgroundCoastlines, ForegroundCoastlines, Grib, Contour, Wind, Grid, Boundaries, UserBoundaries, Symbols, Geopoints];

    /// <summary>The type of a name, null when there is none.</summary>
    public static StepType? Find(string name) => All.FirstOrDefault(type => type.Name == name);

    private static ParameterValue Text(string value) => ParameterValue.Of(value);

    private static ParameterValue Flag(bool value) => ParameterValue.Of(value);

    private static StepParameters Of(params (string Name, ParameterValue Value)[] parameters) =>
        new(parameters.Select(static parameter => new StepParameter(parameter.Name, parameter.Value, SourceLocation.None)));
}
