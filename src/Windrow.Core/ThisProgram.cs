using System.Reflection;

namespace Windrow.Core;

/// <summary>What products and reports say about the program that made them.</summary>
public static class ThisProgram
{
    public static string Version { get; } =
        typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
