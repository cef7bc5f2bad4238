using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Patterns;
using Windrow.Core.State;
using Windrow.FlowTesting;
using Windrow.FlowTesting.Comparing;
using Windrow.FlowTesting.Replaying;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow replay FLOW</c></summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var flow = new Argument<string>("flow") { Description = "The flow file whose products are to be made again." };
        var into = new Option<string>("--into") { Description = "The directory to work in; it is made, or is empty.", HelpName = "directory", Required = true };
        var product = new Option<string[]>("--product") { Description = "Make this product again. Can be given several times.", HelpName = "file", AllowMultipleArgumentsPerToken = true };
        var input = new Option<string[]>("--input") { Description = "Make the products of this input again, with all other inputs that they have. Can be given several times.", HelpName = "file", AllowMultipleArgumentsPerToken = true };
        var from = TimeOption.Create("--from", "Make the products again that were made at this time or later.");
        var to = TimeOption.Create("--to", "Make the products again that were made before this time.");
        var changed = new Option<string?>("--flow") { Description = "A changed flow file that is to make them, in place of the flow's.", HelpName = "file" };
        var against = new Option<string?>("--against") { Description = "Compare with the products of another system in this directory, by their paths relative to it and to the flow.", HelpName = "directory" };
        var match = new Option<string?>("--match") { Description = "With --against: how names here and there correspond, as two patterns of the same fields: 'maps/{name}_{t:%Y%m%d}.png={t:%Y}/{name}-{t:%m%d}.png'.", HelpName = "here=there" };
        var absolute = new Option<double>("--tolerance") { Description = "By how much values of GRIB and NetCDF may differ, in their unit." };
        var relative = new Option<double>("--relative") { Description = "By which share of the value that is there they may differ." };
        var pixels = new Option<double>("--pixels") { Description = "Which share of a picture's pixels may be others." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON on standard output." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "List products that are equal or were not asked for, and what the flow logged." };
        var command = new Command("replay", "Bring stored inputs into a flow again, in a sandbox, and compare what is made of them with what there is. Production is only read.")
        {
            flow, into, product, input, from, to, changed, OverlayOption.Create(out var overlays), against, match, absolute, relative, pixels, json, verbose,
        };
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var path = parsed.GetValue(flow)!;
            var other = parsed.GetValue(changed) ?? path;
            var choice = new ReplayChoice
            {
                Products = Full(parsed.GetValue(product)),
                Inputs = Full(parsed.GetValue(input)),
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
            };
            if (choice.From >= choice.To && !Refuse("--from is not before --to, so no time is between them"))
                return ExitCode.Usage;
            if (!TryRead(parsed.GetValue(against), parsed.GetValue(match), services, out var others))
                return ExitCode.Usage;
            if (FlowToTest.Read(path, [], services) is not { Definition: { } production } || FlowToTest.Read(other, parsed.GetValue(overlays)!, services) is not { } subject)
                return ExitCode.Configuration;
            var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(into)!));
            try
            {
                var replay = new Replay(production, services, choice);
                if (!MayRun(replay, place))
                    return ExitCode.Findings;
                var result = replay.Run(new FlowUnderTest(subject.Root, other, CompositionRoot.PlugIns(), services), place, new ComparisonTolerance(parsed.GetValue(absolute), parsed.GetValue(relative), parsed.GetValue(pixels)), others);
                return Tell(result, new ReplayReport(result, parsed.GetValue(against) ?? "production", place), services, parsed.GetValue(json), parsed.GetValue(verbose));
            }
            catch (Exception exception) when (exception is StateException or PatternException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"windrow: {exception.Message}");
                return ExitCode.RunTime;
            }
        });
        return command;
    }

    private static string[] Full(string[]? paths) => [.. (paths ?? []).Select(Path.GetFullPath)];

    private static bool MayRun(Replay replay, string into)
    {
        foreach (var unknown in replay.Unknown)
            Console.Error.WriteLine($"windrow: '{unknown}' is neither a product that the flow's state knows nor an input of its sources");
        if (replay.Unknown.Count > 0)
            return false;
        if (replay.Objection(into) is { } objection)
        {
            Console.Error.WriteLine($"windrow: {objection}");
            return false;
        }

        if (replay.Inputs > 0)
            return true;
        foreach (var missing in replay.Missing)
            Console.Error.WriteLine($"windrow: missing input {missing.Source} {missing.Position}: {missing.Why}");
        var why = replay.HasLedger ? "no product fits what was asked for, or none of its inputs is left" : "the flow's state knows no products: the flow has not run, keeps no state, or its sinks enter none; name inputs with --input";
        Console.Error.WriteLine($"windrow: there is nothing to replay: {why}{(replay.SourcesNotStored.Count > 0 ? $"; not stored is what these sources bring: {string.Join(", ", replay.SourcesNotStored)}" : "")}");
        return false;
    }

    private static int Tell(ReplayResult result, ReplayReport report, EngineServices services, bool json, bool verbose)
    {
        if (json)
            report.WriteJson(services.StandardOutput());
        else
            report.Write(Console.Out, verbose);
        if (result.Problem is { } problem)
            Console.Error.WriteLine($"windrow: {problem}");
        if (verbose || result.Problem is not null)
        {
            foreach (var line in result.Log)
                Console.Error.WriteLine(line);
        }

        return result.Problem is not null ? ExitCode.RunTime : result.IsSame ? ExitCode.Ok : ExitCode.Findings;
    }

    private static bool TryRead(string? directory, string? match, EngineServices services, out OtherProducts? others)
    {
        others = null;
        if (directory is null)
            return match is null || Refuse("--match goes with --against");
        if (services.Files.Find(directory) is not { IsDirectory: true } there)
            return Refuse($"there is no directory '{directory}' to compare with");
        if (match is null)
        {
            others = new OtherProducts(there.Path);
            return true;
        }

        if (match.Split('=') is not [var here, var other])
            return Refuse($"--match '{match}' has two patterns with one '=' between them: the names here and the names there");
        try
        {
            var (left, right) = (FilePattern.Parse(here), FilePattern.Parse(other));
            if (right.Fields.FirstOrDefault(field => !left.Fields.Contains(field)) is { } unknown)
                return Refuse($"--match: '{other}' has a field '{unknown}' that '{here}' has not");
            others = new OtherProducts(there.Path, left, right);
            return true;
        }
        catch (PatternException exception)
        {
            return Refuse($"--match '{match}': {exception.Message}");
        }
    }

    private static bool Refuse(string why)
    {
        Console.Error.WriteLine($"windrow: {why}");
        return false;
    }
}
