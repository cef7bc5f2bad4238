using System.Reflection;
using System.Runtime.Loader;

namespace Windrow.Cli.PlugIns;

/// <summary>
/// Holds an assembly of plug-ins and what it brings along: two of them may need two versions of one library. What it shares with the program, as
/// it stands in the interface between them, is the program's.
/// </summary>
internal sealed class PlugInLoadContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private readonly AssemblyDependencyResolver _dependencies = new(path);

    /// <summary>Whether an assembly is the program's for everybody.</summary>
    public static bool IsShared(string name) =>
        name.StartsWith("Windrow.", StringComparison.Ordinal) || name is "windrow" or "Microsoft.Extensions.Logging.Abstractions";

    protected override Assembly? Load(AssemblyName assemblyName) =>
        !IsShared(assemblyName.Name!) && _dependencies.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _dependencies.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
}
