using System.Reflection;

namespace Windrow.EndToEnd.Tests.Testing;

/// <summary>Where things are: the checkout, the built program, and the data beside the checkout.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The program: that which <c>./dev test</c> compiled ahead of time, as tests start it two thousand times, or else that of the same configuration as these tests.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("WINDROW_TESTED") ?? Path.Combine(
        Root, "src/Windrow.Cli/bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!, "net10.0/windrow");

    /// <summary>A file of the shared data; the test is skipped where the data are not there.</summary>
    public static string Shared(string path)
    {
        var full = Path.GetFullPath(Path.Combine(Root, "../shared", path));
        if (!Path.Exists(full))
            full = Path.GetFullPath(Path.Combine(Root, "../../shared", path));
        Assert.SkipUnless(Path.Exists(full), $"needs '{full}', which is not part of the repository");
        return full;
    }

    /// <summary>True: what is compared with the program's answer is written anew instead (<c>./dev docs</c>).</summary>
    public static bool IsUpdate => Environment.GetEnvironmentVariable("WINDROW_UPDATE") == "1";

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (!File.Exists(Path.Combine(directory.FullName, "windrow.slnx")))
            directory = directory.Parent ?? throw new InvalidOperationException("These tests are run from a checkout.");
        return directory.FullName;
    }
}
