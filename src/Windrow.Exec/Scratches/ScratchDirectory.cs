using Windrow.Core.PlugIns;

namespace Windrow.Exec.Scratches;

/// <summary>The directory for temporary files that a configuration means.</summary>
internal static class ScratchDirectory
{
    public static string Of(ExecOptions options, PlugInContext context) =>
        options.Scratch.Length > 0 ? context.FullPath(options.Scratch)
        : context.Services.Environment("TMPDIR") is { Length: > 0 } directory ? directory
        : Path.GetTempPath();
}
