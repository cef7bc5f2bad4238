namespace Windrow.Bench;

/// <summary>
/// What encoding costs per field beside its points: whole processes over 20,000 fields of 496 points, with and without
/// the action; the difference in processor time, start-up of ecCodes and first encoders included.
/// </summary>
internal static class EncodeBench
{
    private const int Fields = 20_000;

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        var (with, without) = (Flow(folder, "with", "{type: encode}, "), Flow(folder, "without", ""));
        var costs = new List<double>();
        for (var round = 0; round < 5; round++)
            costs.Add((with.Run().Cpu - without.Run().Cpu) / Fields * 1e6);
        yield return new Figure("encode, fixed cost", Measure.Median(costs), "µs", 40, true, "CPU per field of 496 points, warm templates made on the way");
    }

    private static ProcessRun Flow(TemporaryFolder folder, string name, string action)
    {
        File.WriteAllText(folder.Path(name + ".yaml"), $$"""
            sources: [{type: generate, params: [2t, msl, 10u, 10v], steps: 0/to/{{(Fields / 4) - 1}}/by/1, nx: 31, ny: 16}]
            plans: [{name: encode, actions: [{{action}}{type: "null"}]}]
            """);
        return new ProcessRun(ProcessRun.Windrow, "run", folder.Path(name + ".yaml"), "--once", "--quiet");
    }
}
