namespace Windrow.Cli.Scaffolds;

/// <summary>Where this program is installed.</summary>
internal static class Installation
{
    /// <summary>
    /// A directory that stays where it is when the program is built anew: beside a build of the launcher stands a link to the newest.
    /// </summary>
    public static string Directory
    {
        get
        {
            var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            var current = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(own)!, "current"));
            return current.LinkTarget is not null && current.ResolveLinkTarget(returnFinalTarget: true)?.FullName == own ? current.FullName : own;
        }
    }
}
