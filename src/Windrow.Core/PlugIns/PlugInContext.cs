using Windrow.Core.Configuration;
using Windrow.Core.Sources;

namespace Windrow.Core.PlugIns;

/// <summary>What a plug-in knows of the place it is used in, while its options are read and when it is made.</summary>
/// <param name="Directory">Relative paths in the options are relative to this directory.</param>
/// <param name="Where">Plan and action, or source, for logs and error texts.</param>
/// <param name="Readers">The formats that sources of files can read.</param>
/// <param name="StrictMultio">Defects of multio that its users may rely on are reproduced.</param>
public sealed record PlugInContext(
    EngineServices Services, DiagnosticBag Diagnostics, ConfigDialect Dialect, string Directory, string Where, IReadOnlyList<ContentReader> Readers, bool StrictMultio)
{
    /// <summary>The name of the flow; empty outside of one.</summary>
    public string Flow { get; init; } = "";

    /// <summary>Where the flow works instead of where its configuration says, as in tests; null: there.</summary>
    public Sandbox? Sandbox { get; init; }

    /// <summary>A path of the configuration that is worked on, made absolute.</summary>
    public string FullPath(string path)
    {
        var full = Path.GetFullPath(path, Directory);
        return Sandbox is null ? full : Sandbox.Map(full);
    }

    /// <summary>How messages name a path that <see cref="FullPath"/> made, or one below it.</summary>
    public string NameOf(string place) => Sandbox is { NamesProduction: true } ? Sandbox.Unmap(place) : place;

    /// <summary>A path of what belongs to the configuration itself and is only read, such as a template: never that of a sandbox.</summary>
    public string InputPath(string path) => Path.GetFullPath(path, Directory);
}
