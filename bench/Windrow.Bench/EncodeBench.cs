namespace Windrow.Bench;

/// <summary>
/// What encoding costs per field beside its points, with a warm template: processor time of whole processes over
/// 20,000 and 60,000 fields of 496 points, with and without the action, so that starting cancels out.
/// </summary>
internal static class EncodeBench
{
    private const int Few = 20_000;
    private const int Many = 60_000;

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        var costs = new List<double>();
        for (var round = 0; round < 5; round++)
            costs.Add((Slope(folder, "{type: encode}, ") - Slope(folder, "")) * 1e6);
        yield return new Figure("encode, fixed cost", Measure.Median(costs), "µs", 40, true, "CPU per field of 496 points");
    }

    private static double Slope(TemporaryFolder folder, string action) => (Flow(folder, action, Many) - Flow(folder, action, Few)) / (Many - Few);

    private static double Flow(TemporaryFolder folder, string action, int fields)
    {
        File.WriteAllText(folder.Path("flow.yaml"), $$"""
            sources: [{type: generate, params: [2t, msl, 10u, 10v], steps: 0/to/{{(fields / 4) - 1}}/by/1, nx: 31, ny: 16}]
            plans: [{name: encode, actions: [{{action}}{type: "null"}]}]
            """);
        return new ProcessRun(ProcessRun.Windrow, "run", folder.Path("flow.yaml"), "--once", "--quiet").Run().Cpu;
    }
}
