namespace Windrow.Core.PlugIns.Print;

/// <summary>Where <c>print</c> writes; the words are multio's, and <see cref="Off"/> is ours.</summary>
public enum PrintStream : byte
{
    Cout,
    Info,
    Error,
    Debug,
    Off,
}
