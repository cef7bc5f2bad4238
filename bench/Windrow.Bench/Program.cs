using System.Globalization;
using System.Text.Json;
using Windrow.Bench;

Windrow.Native.Malloc.MallocThresholds.Raise();
if (args is [MapsBareLoop.Argument, var orders])
    return MapsBareLoop.Run(orders);
if (args is [TransportBenchServer.Argument, var kind, var family, var address, var volume])
    return TransportBenchServer.Run(kind, family, address, volume);
(string Name, Func<IEnumerable<Figure>> Run)[] all =
[
    ("hop", HopBench.Run),
    ("counters", CounterBench.Run),
    ("stage", StageBench.Run),
    ("store", StoreBench.Run),
    ("postgres", PostgresBench.Run),
    ("router", RouterBench.Run),
    ("rules", RulesBench.Run),
    ("kernels", KernelBench.Run),
    ("collections", CollectBench.Run),
    ("aggregate", AggregateBench.Run),
    ("encode", EncodeBench.Run),
    ("interpolate", InterpolateBench.Run),
    ("scan", ScanBench.Run),
    ("derive", DeriveBench.Run),
    ("pipeline", PipelineBench.Run),
    ("exec", ExecBench.Run),
    ("amqp", AmqpBench.Run),
    ("switchboard", SwitchboardBench.Run),
    ("transport", TransportBench.Run),
    ("server", ServerBench.Run),
    ("posttroll", PosttrollBench.Run),
    ("model-api", LibraryBench.Run),
    ("start", StartBench.Run),
    ("insight", InsightBench.Run),
    ("maps-dispatch", MapsDispatchBench.Run),
    ("maps-plan", MapsPlanBench.Run),
    ("maps-render", MapsRenderBench.Run),
    ("maps-stream", MapsStreamBench.Run),
];

var json = args.Contains("--json");
var wanted = args.Where(static argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToList();
var unknown = wanted.Where(name => !all.Any(entry => entry.Name == name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"there is no benchmark named {string.Join(", ", unknown)}; there are: {string.Join(", ", all.Select(static entry => entry.Name))}");
    return 2;
}

var holds = true;
foreach (var (name, run) in all)
{
    if (wanted.Count > 0 && !wanted.Contains(name))
        continue;
    foreach (var figure in run())
    {
        holds &= figure.Holds;
        Console.Out.WriteLine(json ? Json(figure) : Text(figure));
    }
}

return holds ? 0 : 1;

static string Text(Figure figure) => string.Create(
    CultureInfo.InvariantCulture,
    $"{(figure.Holds ? "holds" : "MISSES"),-7} {figure.Name,-32} {figure.Value,9:0.###} {figure.Unit,-8} goal {(figure.AtMost ? "≤" : "≥")} {figure.Goal,-6:0.###} {figure.Detail}");

static string Json(Figure figure)
{
    using var stream = new MemoryStream();
    using (var writer = new Utf8JsonWriter(stream))
    {
        writer.WriteStartObject();
        writer.WriteString("name", figure.Name);
        writer.WriteNumber("value", Math.Round(figure.Value, 4));
        writer.WriteString("unit", figure.Unit);
        writer.WriteNumber("goal", figure.Goal);
        writer.WriteBoolean("holds", figure.Holds);
        writer.WriteString("detail", figure.Detail);
        writer.WriteEndObject();
    }

    return System.Text.Encoding.UTF8.GetString(stream.ToArray());
}
