namespace Windrow.Cli;

/// <summary>What the program's exit status says. These numbers are part of the interface.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Ok = 0;

    /// <summary>A check found something, or a question was answered with no.</summary>
    public const int Findings = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The configuration, or the machine, does not allow the run to start.</summary>
    public const int Configuration = 3;

    /// <summary>The run failed.</summary>
    public const int RunTime = 4;

    /// <summary>The run ended, and some messages are dead letters.</summary>
    public const int Partial = 5;
}
