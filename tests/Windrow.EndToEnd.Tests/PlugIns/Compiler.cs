using System.Diagnostics;
using System.Runtime.InteropServices;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.PlugIns;

/// <summary>Compiles assemblies of a few lines with the SDK's compiler, which stays for those that follow.</summary>
internal static class Compiler
{
    private const string Usings = "using System; using System.IO; using System.Threading; using System.Threading.Tasks; using Windrow.Core.Configuration; using Windrow.Core.Messages; using Windrow.Core.Payloads; using Windrow.Core.Plans; using Windrow.Core.PlugIns; using Windrow.Core.Sources;\n";

    /// <summary>The directory of .NET.</summary>
    public static string DotNet { get; } = Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory());

    /// <summary>Compiles a plug-in that uses this Windrow.</summary>
    public static Task PlugIn(string file, string source, params string[] references) =>
        Library(file, Usings + source, [Path.Combine(Path.GetDirectoryName(Repository.Program)!, "Windrow.Core.dll"), .. references]);

    public static async Task Library(string file, string source, params string[] references)
    {
        var sdk = Directory.GetDirectories(Path.Combine(DotNet, "sdk"), "10.*").Order(StringComparer.Ordinal).Last();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var code = Path.ChangeExtension(file, ".cs");
        await File.WriteAllTextAsync(code, source);
        var start = new ProcessStartInfo(Path.Combine(DotNet, "dotnet"), [
            Path.Combine(sdk, "Roslyn/bincore/csc.dll"), "-shared", "-nologo", "-target:library", "-nullable:enable", "-langversion:latest", $"-out:{file}", code,
            .. Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "System.*.dll").Select(static each => $"-reference:{each}"),
            .. references.Select(static each => $"-reference:{each}")])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output);
        File.Delete(code);
    }
}
