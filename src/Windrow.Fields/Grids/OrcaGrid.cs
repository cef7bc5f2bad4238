using System.Diagnostics.CodeAnalysis;

namespace Windrow.Fields.Grids;

/// <summary>
/// A grid of the ocean model NEMO, as GRIB2's template 3.101 names it: the global ORCA family and its extensions to the south (eORCA), each with
/// an arrangement (T, U, V, W or F: where in a cell the values are).
/// </summary>
/// <param name="Name">Such as <c>eORCA025</c>.</param>
/// <param name="Arrangement">T, U, V, W or F.</param>
/// <param name="Number">The value of <c>numberOfGridUsed</c>, by ECMWF's table in ecCodes.</param>
/// <param name="Ni">Points of a row, halo included.</param>
/// <param name="Nj">Rows, halo included.</param>
/// <param name="Uuid">The grid's <c>uuidOfHGrid</c>, 32 hexadecimal digits, as ECMWF's registry of ORCA grids (eckit, atlas-orca) has it.</param>
public sealed record OrcaGrid(string Name, char Arrangement, int Number, int Ni, int Nj, string Uuid)
{
    private const string Arrangements = "TUVWF";

    // By name, in the order of the numbers; UUIDs in the order of the arrangements.
    private static readonly (string Name, int Ni, int Nj, string[] Uuids)[] Grids =
    [
        ("ORCA2", 182, 149, ["d5bde4f52ff3a9bea5629cd9ac514410", "857f7affa3a381e3882d38d321384e49", "ca637bc5dc9a54e2ea4b9750e1b79e6e", "edea6f71eb558dc056b5f576d5b904f7", "174487fbace54b00d959d971e88b71e7"]),
        ("ORCA1", 362, 292, ["f4c91b6233fe55dec992160ec12b38df", "1b0f8d234753f910197c975c906b4da5", "c637340454795b395f982851b840943d", "d50061c43e83c46c3810002591ea21e1", "a832a12030c73928133553ec3a8d2a7e"]),
        ("ORCA025", 1442, 1021, ["15c961c269ac182ca226d7195f3921ba", "3f4a68bc5b54c9f867fbcc12aacc723d", "9c87699ee2026c0feee07d2a972eaccd", "74ca68f1c8524811f3d3aad99536adc2", "efbc280d8d4b6048797880da2605bacb"]),
        ("ORCA12", 4322, 3059, ["b117d01170ac77bca68560ab10e559de", "fff193b92d94d03e847ff2fa62b493f4", "986e3450774b716f6e75c1987e370b10", "ccfe953619a8dd49a7f765923882a274", "29693ad8a7af3ae3ee0f02d090f0ec7b"]),
        ("eORCA1", 362, 332, ["ba65665a9e68d1a8fa0352ecfcf8e496", "4eb1054957dcae914e219faf9a4068e3", "09131429766e7737c087d3a8d7073dc9", "5c678d8f9aa2edfbf57246d11d9c1278", "3c6d95561710c6f39b394809ff6c588c"]),
        ("eORCA025", 1442, 1207, ["983412216c9768bc794c18dc92082895", "b1b2922e9b57ee9c6eeddad218b6e4f3", "9b06bf73a8f14e927bd9b0f1f0c04f74", "4a1ba3b11b8888aefc96992b6b1cab62", "770e5bbb667a253d55db8a98a3b2d3a9"]),
        ("eORCA12", 4322, 3606, ["1553b66f5885cf5f83ad4b4fdf25f460", "3e87c826643da440b4e9d9f67588a576", "cc1e3fc06a2cd18c0653e557510b8a71", "462469edbd0e0586a0cf17424cc58c89", "25da53ed581b3931fa310840fa9aefd9"]),
    ];

    /// <summary>The names of the grids that are known.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Grids, static grid => grid.Name);

    /// <summary>The value of <c>numberOfGridInReference</c>.</summary>
    public int ArrangementNumber => Arrangements.IndexOf(Arrangement, StringComparison.Ordinal) + 1;

    /// <summary>Finds a grid by its name and arrangement, such as <c>eORCA1</c> and <c>T</c> or multio's name of a domain, <c>T grid</c>.</summary>
    public static bool TryFind(string name, string arrangement, [NotNullWhen(true)] out OrcaGrid? grid)
    {
        grid = null;
        var index = Array.FindIndex(Grids, each => each.Name == name);
        var place = arrangement.Length > 0 && (arrangement.Length == 1 || arrangement[1..] == " grid") ? Arrangements.IndexOf(arrangement[0], StringComparison.Ordinal) : -1;
        if (index < 0 || place < 0)
            return false;
        var (found, ni, nj, uuids) = Grids[index];
        grid = new OrcaGrid(found, Arrangements[place], index + 1, ni, nj, uuids[place]);
        return true;
    }
}
