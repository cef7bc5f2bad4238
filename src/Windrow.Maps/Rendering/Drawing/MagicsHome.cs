using Windrow.Core.IO;

namespace Windrow.Maps.Rendering.Drawing;

/// <summary>
/// Where Magics finds coastlines and borders: <c>share/magics</c> below <c>MAGPLUS_HOME</c>. Debian's library guesses that home
/// wrong when the variable is not set, and packages of Python set it to empty folders; every map is then without
/// coastlines, and nobody is told. So it is always set, and looked at before the first map.
/// </summary>
/// <param name="Home">The value to give to <c>MAGPLUS_HOME</c>.</param>
/// <param name="Problem">What is wrong with it, and what to do; null when the data are there.</param>
public sealed record MagicsHome(string Home, bool IsFromEnvironment, string? Problem)
{
    public const string Variable = "MAGPLUS_HOME";

    private const string Debian = "/usr";
    private static readonly string[] Needed = ["10m/ne_10m_land.shp", "50m/ne_50m_land.shp", "110m/ne_110m_land.shp", "epsg.json"];

    /// <summary>The directory of the data.</summary>
    public string Data => DataOf(Home);

    /// <param name="environment">Reads a variable.</param>
    public static MagicsHome Find(Func<string, string?> environment, IFileSystem files)
    {
        var set = environment(Variable);
        var home = string.IsNullOrEmpty(set) ? Debian : set;
        var missing = Needed.FirstOrDefault(name => files.Find($"{DataOf(home)}/{name}") is null);
        if (missing is null)
            return new MagicsHome(home, home == set, null);
        var advice = home == set && Needed.All(name => files.Find($"{DataOf(Debian)}/{name}") is not null)
            ? $"unset {Variable}, or set it to {Debian}"
            : "apt-get install libmagics++-data";
        return new MagicsHome(home, home == set, $"'{DataOf(home)}/{missing}' is missing{(home == set ? $" ({Variable} is set to '{set}')" : "")}, so maps would have no coastlines: {advice}");
    }

    /// <summary>What a process that draws has to have in its environment.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables => [new(Variable, Home), new("MAGPLUS_QUIET", "1")];

    private static string DataOf(string home) => $"{home.TrimEnd('/')}/share/magics";
}
