using Windrow.Core.Configuration;

namespace Windrow.Cli.PlugIns;

/// <summary>A directory that holds a folder for each assembly of plug-ins.</summary>
/// <param name="Path">Full path.</param>
/// <param name="NamedAt">Where somebody named it, so it has to be there; null: it may be missing.</param>
internal sealed record PlugInDirectory(string Path, SourceLocation? NamedAt);
