namespace Windrow.Bench;

/// <summary>From the start of the command to the first message of a flow of ten plans, against an empty .NET program.</summary>
internal static class StartBench
{
    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        var plans = string.Join("\n", Enumerable.Range(0, 10).Select(static number => $"  - {{name: p{number}, actions: [{{type: select, match: {{param: [x{number}]}}}}, {{type: print}}, {{type: \"null\"}}]}}"));
        File.WriteAllText(folder.Path("in.jsonl"), "{\"param\": \"x3\"}\n");
        File.WriteAllText(folder.Path("flow.yaml"), $"sources: [{{type: lines, path: in.jsonl}}]\nplans:\n{plans}\n");
        var empty = new ProcessRun("dotnet", EmptyProgram.Build(folder));
        var ours = new ProcessRun(ProcessRun.Windrow, "run", folder.Path("flow.yaml"), "--once", "--quiet");
        var (owns, empties, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 15; round++)
        {
            var (own, other) = (ours.ToFirstOutput(), empty.ToFirstOutput());
            owns.Add(own);
            empties.Add(other);
            ratios.Add(own / other);
        }

        yield return new Figure("start-up, ours / empty program", Measure.Median(ratios), "×", 4, true, $"{Measure.Median(owns) * 1e3:0} ms to the first message against {Measure.Median(empties) * 1e3:0} ms to the first line");
    }
}
