using System.Text.Json.Serialization;
using Windrow.Maps.Rendering.Postprocess;

namespace Windrow.Maps.Rendering;

/// <summary>
/// All that is needed to draw one map, in files and values: it can be stored, sent to another process, and drawn again with
/// <c>windrow maps draw</c>. <see cref="Json.MapOrderJson"/> has its form in JSON.
/// </summary>
public sealed record MapOrder
{
    /// <summary>For messages and logs, such as <c>2026-11-20T00:00:00/t2m_default/t2m+012</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The PNG file to write; it appears whole or not at all. With <see cref="Tiles"/> it only names the place for what is cut up.</summary>
    public required string Output { get; init; }

    /// <summary>Parameters of page and output, such as <c>output_width</c>.</summary>
    public MapParameters Page { get; init => field = value ?? MapParameters.Empty; } = MapParameters.Empty; // null: absent in JSON

    /// <summary>What to draw, from the bottom up.</summary>
    public required IReadOnlyList<MapStep> Steps { get; init; }

    /// <summary>What is done with the picture afterwards, in this order.</summary>
    public IReadOnlyList<Postprocessor> Postprocess { get; init => field = value ?? []; } = [];

    /// <summary>Of what is drawn, before it is cut up. Needed by <see cref="CutShape"/>.</summary>
    public MapGeoreference? Georeference { get; init; }

    /// <summary>Null: the picture is one file.</summary>
    public MapTiles? Tiles { get; init; }

    /// <summary>What there is when it is drawn.</summary>
    [JsonIgnore]
    public IReadOnlyList<MapPicture> Pictures => Tiles?.Pictures ?? [new MapPicture(Output, Georeference)];

    public bool Equals(MapOrder? other) =>
        other is not null && Name == other.Name && Output == other.Output && Page.Equals(other.Page) && Steps.SequenceEqual(other.Steps)
        && Postprocess.SequenceEqual(other.Postprocess) && Georeference == other.Georeference && Tiles == other.Tiles;

    public override int GetHashCode() => HashCode.Combine(Name, Output, Steps.Count);
}
