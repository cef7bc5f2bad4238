using System.Diagnostics;
using System.Text;
using Windrow.Core.Filters.EcCodes;
using Windrow.Core.Messages;
using Windrow.Fields.Grib;

namespace Windrow.Fields.Tests.Grib;

public sealed class GribFilterTests
{
    [Fact]
    public void Conditions_of_arkimaps_recipes_are_judged_as_grib_filter_judges_them()
    {
        if (GribCorpus.SharedFolder is null || !File.Exists("/usr/bin/grib_filter"))
            Assert.Skip("There is no ../shared/data/grib beside the repository, or no grib_filter.");
        var conditions = Conditions(Path.GetFullPath(Path.Combine(GribCorpus.SharedFolder, "../arkimaps/recipes")));
        conditions.Count.ShouldBeGreaterThan(50);
        var messages = GribCorpus.SharedFiles.SelectMany(static file => Sample(GribCorpus.MessagesIn(File.ReadAllBytes(file)))).ToList();
        var expected = Judge(conditions, messages);
        var filters = conditions.ConvertAll(static text => EcCodesParser.Parse(text));
        var differences = new List<string>();
        var taken = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            GribContent.TryCopy(messages[i], isFresh: false, out var payload, out var tail, out _).ShouldBeTrue();
            var metadata = Metadata.Empty.WithTail(tail);
            for (var rule = 0; rule < filters.Count; rule++)
            {
                var matches = filters[rule].Matches(metadata);
                taken += matches ? 1 : 0;
                if (matches != expected.Contains((i, rule)))
                    differences.Add($"message {i}, {metadata.TryGetString("shortName", out var name)} {name}: {conditions[rule]} is {matches}");
            }

            payload!.Release();
        }

        differences.ShouldBeEmpty();
        taken.ShouldBeGreaterThan(50);
    }

    private static IEnumerable<byte[]> Sample(List<byte[]> messages) => messages.Where((_, i) => messages.Count < 40 || i % 7 == 0);

    private static List<string> Conditions(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .SelectMany(static file => File.ReadLines(file))
            .Select(static line => line.Trim())
            .Where(static line => line.StartsWith("eccodes:", StringComparison.Ordinal))
            .Select(static line => line["eccodes:".Length..].Trim().Trim('\'')).Where(static text => text.Length > 2 && text[0] is not ('|' or '>'))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The pairs of message and condition that hold, by one run of the tool.</summary>
    private static HashSet<(int Message, int Rule)> Judge(List<string> conditions, List<byte[]> messages)
    {
        var folder = Directory.CreateTempSubdirectory("windrow");
        try
        {
            var (rules, input) = (Path.Combine(folder.FullName, "rules"), Path.Combine(folder.FullName, "input.grib"));
            var text = new StringBuilder("print \"message\";\n");
            for (var i = 0; i < conditions.Count; i++)
                text.Append($"if ( {conditions[i]} ) {{ print \"{i}\"; }}\n");
            File.WriteAllText(rules, text.ToString());
            File.WriteAllBytes(input, [.. messages.SelectMany(static octets => octets)]);
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/grib_filter", ["-M", "-f", rules, input]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var held = new HashSet<(int, int)>();
            var message = -1;
            foreach (var line in process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line == "message")
                    message++;
                else
                    held.Add((message, int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)));
            }

            process.WaitForExit();
            message.ShouldBe(messages.Count - 1);
            return held;
        }
        finally
        {
            folder.Delete(true);
        }
    }
}
