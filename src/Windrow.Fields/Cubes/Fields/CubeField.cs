using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Fields.Cubes.Grids;

namespace Windrow.Fields.Cubes.Fields;

/// <summary>A field as a slice of a variable: what a file by the CF conventions says of it.</summary>
/// <param name="Variable">The variable's name, fit for every format.</param>
/// <param name="CellMethods">CF's <c>cell_methods</c>, such as <c>time: mean</c>; null: of a moment.</param>
/// <param name="Member">The ensemble member; null: none.</param>
internal sealed record CubeField(string Variable, ParameterFacts Facts, string? CellMethods, CubeTime Time, CubeLevel? Level, CubeGrid Grid, long? Member)
{
    /// <summary>What tells it from all others of its data set: <c>t[time=2026-11-20T06:00:00Z,isobaricInhPa=500,realization=3]</c>.</summary>
    public string Name
    {
        get
        {
            var level = Level is null ? "" : string.Create(CultureInfo.InvariantCulture, $",{Level.Axis}={Level.Value:R}");
            var member = Member is null ? "" : string.Create(CultureInfo.InvariantCulture, $",realization={Member}");
            return $"{Variable}[time={TimeText.Format(Time.Time)}{level}{member}]";
        }
    }
}
