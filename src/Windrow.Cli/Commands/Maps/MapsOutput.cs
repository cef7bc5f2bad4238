using Windrow.Core;
using Windrow.Maps.Bundles;

namespace Windrow.Cli.Commands.Maps;

/// <summary>Where maps go.</summary>
/// <param name="Path">Null: a tar archive on standard output.</param>
internal sealed record MapsOutput(string? Path)
{
    public bool IsFolder => Path is not null && MapBundle.IsFolder(Path);

    /// <returns>Null, told on standard error, where an archive would go to a terminal.</returns>
    public static MapsOutput? Of(string? option)
    {
        if (option is not (null or "-"))
            return new MapsOutput(System.IO.Path.GetFullPath(option));
        if (Console.IsOutputRedirected)
            return new MapsOutput((string?)null);
        Console.Error.WriteLine("windrow: standard output is a terminal, which cannot show an archive; add -o FOLDER, -o NAME.tar or -o NAME.zip");
        return null;
    }

    /// <summary>The folder that maps are drawn into.</summary>
    public string DrawnInto(string workdir) => IsFolder ? Path! : System.IO.Path.Combine(System.IO.Path.GetFullPath(workdir), "maps");

    public IBundle Open(EngineServices services) => Path is null ? MapBundle.Open(services.StandardOutput(), services.Files) : MapBundle.Open(Path, services.Files);
}
