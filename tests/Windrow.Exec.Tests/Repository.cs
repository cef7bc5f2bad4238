using System.Reflection;

namespace Windrow.Exec.Tests;

/// <summary>The checkout that these tests are run from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (!File.Exists(Path.Combine(directory.FullName, "windrow.slnx")))
            directory = directory.Parent ?? throw new InvalidOperationException("These tests are run from a checkout.");
        return directory.FullName;
    }
}
