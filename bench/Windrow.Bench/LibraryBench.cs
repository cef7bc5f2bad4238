using System.Globalization;

namespace Windrow.Bench;

/// <summary>
/// The C interface as models have it: a C program against the library that <c>./dev library</c> makes. What a field costs beside its points,
/// with 19 calls for its metadata, and how long the model waits for the library at its start.
/// </summary>
internal static class LibraryBench
{
    private const int Fields = 500_000;
    private const int Rounds = 5;

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        var (root, prefix, program) = (Root(), folder.Path("prefix"), folder.Path("fields"));
        new ProcessRun(Path.Combine(root, "dev"), "library", prefix).Run();
        new ProcessRun(
            "gcc", "-std=c99", "-O2", "-Wall", "-Werror", "-o", program, Path.Combine(root, "bench/Windrow.Bench/Library/fields.c"),
            $"-I{prefix}/include", $"-L{prefix}/lib", "-lwindrow", $"-Wl,-rpath,{prefix}/lib").Run();
        File.WriteAllText(folder.Path("plan.yaml"), "client: {plans: [{name: all, actions: [{type: select, match: [{category: [ocean-3d]}]}, {type: \"null\"}]}]}\n");
        var (costs, starts, walls) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var many = Ask(new ProcessRun(program, folder.Path("plan.yaml"), $"{Fields}"), out _);
            var none = Ask(new ProcessRun(program, folder.Path("plan.yaml"), "0"), out var wall);
            costs.Add(many.Cost / 1e3);
            starts.Add(none.Start);
            walls.Add(wall * 1e3);
        }

        yield return new Figure("library, field", Measure.Median(costs), "µs", 2, true, "of one point with 19 calls for its metadata, through a select; on the wall");
        yield return new Figure("library, start", Measure.Median(starts), "ms", 30, true, string.Create(
            CultureInfo.InvariantCulture, $"from the first call to the first field; {Measure.Median(walls):0} ms for the whole process with one field"));
    }

    private static (double Cost, double Start) Ask(ProcessRun program, out double wall)
    {
        (wall, _, _, var output) = program.Run();
        var figures = output.Split(' ');
        return (double.Parse(figures[0], CultureInfo.InvariantCulture), double.Parse(figures[1], CultureInfo.InvariantCulture));
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "dev")))
                return folder.FullName;
        }

        throw new FileNotFoundException("The library is built from the checkout, and this program is in none.");
    }
}
