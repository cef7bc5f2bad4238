using System.Diagnostics;

namespace Windrow.Bench;

/// <summary>The smallest .NET console program, built for comparison.</summary>
internal static class EmptyProgram
{
    /// <summary>Builds it.</summary>
    /// <returns>Path of its assembly.</returns>
    public static string Build(TemporaryFolder folder)
    {
        File.WriteAllText(folder.Path("empty.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup></Project>
            """);
        File.WriteAllText(folder.Path("Program.cs"), "System.Console.WriteLine();\n");
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-c", "Release", "-o", folder.Path("out"), folder.Path("empty.csproj")]) { RedirectStandardOutput = true })!;
        build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return folder.Path("out/empty.dll");
    }
}
