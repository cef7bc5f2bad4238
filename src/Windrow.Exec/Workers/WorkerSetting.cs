using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;
using Windrow.Exec.Insight;
using Windrow.Exec.Processes;
using Windrow.Exec.Scratches;
using Windrow.Exec.Workers.Exchange;
using Windrow.Exec.Workers.Protocol;

namespace Windrow.Exec.Workers;

/// <summary>What the workers of one action have in common.</summary>
/// <param name="Action">Plan and action, for logs and for the worker itself.</param>
/// <param name="Directory">Where they run.</param>
/// <param name="Home">What a relative path of the program is relative to.</param>
internal sealed record WorkerSetting(
    ExecOptions Options, string Action, string Directory, string Home, TimeProvider Time, ILogger Log, ExchangePool Pool, ScratchRoot Scratch, ResultReader Results, ProgramMeter Meter)
{
    /// <summary>What they keep in the flow's state; null: they may keep nothing.</summary>
    public required WorkerSets? Sets { get; init; }

    /// <summary>A line of the protocol is no longer.</summary>
    public const int LongestLine = 16 << 20;

    /// <summary>What reports call them, until they say a name: the last argument that is a script, or the program.</summary>
    public string Name { get; } = Path.GetFileName(Options.Command.LastOrDefault(static argument => argument.EndsWith(".py", StringComparison.Ordinal)) ?? Options.Command[0]);

    public ChildStart StartIn(Scratch scratch)
    {
        var program = ProgramPath.Search(Options.Pattern.Program, Home) ?? throw new ProgramException($"there is no program '{Options.Pattern.Program}'");
        var environment = Options.Variables();
        environment[ScratchRoot.Variable] = scratch.Path;
        environment.TryAdd("TMPDIR", scratch.Path);
        return new ChildStart(program, Options.Pattern.Compose(Metadata.Empty, "", ""), Directory, environment);
    }
}
