using System.Globalization;

namespace Windrow.Exec.Processes;

/// <summary>How a program ended: by itself with a status, or by a signal.</summary>
/// <param name="Status">From 0 to 255.</param>
/// <param name="Signal">0: none.</param>
internal readonly record struct ChildEnd(int Status, int Signal)
{
    private const int Killed = 9;

    private static readonly string[] Names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "", "", "", "", "", "", "", "", "XCPU", "XFSZ",
    ];

    /// <summary>.NET, as a shell, tells of an end by signal n as status 128 + n.</summary>
    public static ChildEnd Of(int exitCode) => exitCode is > 128 and < 128 + 65 ? new(0, exitCode - 128) : new(exitCode, 0);

    public override string ToString()
    {
        if (Signal == 0)
            return string.Create(CultureInfo.InvariantCulture, $"status {Status}");
        var name = Signal < Names.Length && Names[Signal].Length > 0 ? $" ({Names[Signal]})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"signal {Signal}{name}{(Signal == Killed ? ", as from a kernel without memory" : "")}");
    }
}
