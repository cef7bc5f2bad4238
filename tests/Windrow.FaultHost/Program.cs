using Windrow.FaultHost.Judging;
using Windrow.FaultHost.Producing;
using Windrow.FaultHost.Running;

namespace Windrow.FaultHost;

/// <summary>
/// The programs of the kill loop beside Windrow itself: a producer, a judge, and an engine with a planted defect. The
/// defects are here and not behind a switch of the product, which has none.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments) => arguments switch
    {
        ["produce", var directory, var obligations, var first, var count, var pause, var seed] =>
            Produce(directory, obligations, Number(first), Number(count), TimeSpan.FromMilliseconds(Number(pause)), Number(seed)),
        ["judge", var obligations, var disturbed, var undisturbed] => new Judge(obligations, disturbed, undisturbed).Run(),
        ["run", var flow, var plant] when Enum.TryParse<Plant>(plant.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var which) => PlantedRun.ToEnd(flow, which).GetAwaiter().GetResult(),
        ["store", var location] => StoreWriter.Run(location),
        _ => Usage(),
    };

    private static int Produce(string directory, string obligations, int first, int count, TimeSpan pause, int seed)
    {
        using var producer = new Producer(directory, obligations, seed);
        return producer.Run(first, count, pause);
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static int Usage()
    {
        Console.Error.WriteLine("""
            windrow-fault-host produce DIRECTORY OBLIGATIONS FIRST COUNT PAUSE-MS SEED   until COUNT batches, or the end of standard input
            windrow-fault-host judge OBLIGATIONS DISTURBED UNDISTURBED                    exit status 1 and a line for each finding
            windrow-fault-host run FLOW none|ack-before-fsync|settle-fold-early|ledger-after-settle   SIGUSR1 cuts the power
            windrow-fault-host store LOCATION                                             until it is killed
            """);
        return 2;
    }
}
