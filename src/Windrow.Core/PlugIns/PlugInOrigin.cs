namespace Windrow.Core.PlugIns;

/// <summary>The assembly that a plug-in came from.</summary>
/// <param name="Assembly">Its name.</param>
/// <param name="Version">As its author gave it.</param>
/// <param name="Path">Its file.</param>
/// <param name="Modified">Last write of the file when it was loaded, UTC.</param>
public sealed record PlugInOrigin(string Assembly, string Version, string Path, DateTime Modified)
{
    public override string ToString() => $"{Assembly} {Version}";
}
