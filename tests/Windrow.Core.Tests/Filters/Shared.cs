namespace Windrow.Core.Tests.Filters;

/// <summary>The folder of shared inputs beside the repository.</summary>
internal static class Shared
{
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var shared = Path.Combine(folder.FullName, "..", "shared");
                if (File.Exists(Path.Combine(folder.FullName, "windrow.slnx")) && Directory.Exists(shared))
                    return shared;
            }

            return "../shared";
        }
    }
}
