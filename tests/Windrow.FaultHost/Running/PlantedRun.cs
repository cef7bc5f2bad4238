using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Windrow.Cli;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Deliveries;
using Windrow.Core.Flows;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.FaultHost.Power;
using Windrow.Testing.Faults;

namespace Windrow.FaultHost.Running;

/// <summary>
/// Runs a flow as the product does, with the same plug-ins, over a disk that loses what was not synced when the power
/// is cut, and with a planted defect in its middle.
/// </summary>
internal static class PlantedRun
{
    private const int UserSignal = 10;

    public static async Task<int> ToEnd(string path, Plant plant)
    {
        var plan = new FaultPlan(long.MaxValue, FaultManner.PowerCut) { SyncLag = plant == Plant.AckBeforeFsync ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero };
        using var disk = new CacheDisk(plan);
        var services = new EngineServices { Files = disk.Files, States = disk, Logs = new ConsoleLog(TimeProvider.System, LogLevel.Debug), Environment = Environment.GetEnvironmentVariable };
        var sound = CompositionRoot.PlugIns();
        var file = new FlowFile(services, PlugIns(sound, plant));
        if (file.Read(path) is not { } definition)
        {
            FindingsPrinter.Print(file.Diagnostics);
            return ExitCode.Configuration;
        }

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.TrySetResult();
        });
        using var cut = PosixSignalRegistration.Create((PosixSignal)UserSignal, _ => disk.CutPower());
        var host = new FlowHost(definition with { Formats = sound.Formats }, services);
        host.Start();
        await Task.WhenAny(host.SourcesEnded(), stop.Task, host.Broken).ConfigureAwait(false);
        return await host.DrainAsync().ConfigureAwait(false) ? ExitCode.Ok : ExitCode.RunTime;
    }

    private static PlugInCatalog PlugIns(PlugInCatalog sound, Plant plant)
    {
        var planted = new PlugInCatalog();
        foreach (var reader in sound.Readers)
            planted.Add(reader);
        foreach (var plugIn in sound.All)
            planted.Add(IsSpoiled(plugIn, plant) ? Spoil(plugIn) : plugIn);
        return planted;
    }

    private static bool IsSpoiled(PlugIn plugIn, Plant plant) =>
        (plant == Plant.SettleFoldEarly && plugIn.Name == "statistics") || (plant == Plant.LedgerAfterSettle && plugIn.Name is "file" or "publish");

    private static PlugIn Spoil(PlugIn plugIn) => plugIn with
    {
        Bind = (node, context, alsoKnown) => plugIn.Bind(node, context, alsoKnown) is not { } create
            ? null
            : () => new EarlySettlement((PlanAction)create(), plugIn.Kind == PlugInKind.Sink ? Outcome.Delivered : Outcome.Absorbed),
    };
}
