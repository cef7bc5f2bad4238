using System.CommandLine;
using System.IO.Enumeration;
using Windrow.Cli.Reports;
using Windrow.Core;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow why FILE</c></summary>
internal static class WhyCommand
{
    // Of more parts of one data set nobody wants to read all at once.
    private const int MostStories = 12;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A product: a file, a data set, or fdb5: with MARS keys, as many as tell it." };
        var part = new Option<string?>("--part") { Description = "The part of a data set that is meant, such as t2m[time=2026-11-20T06:00:00Z]; * stands for anything.", HelpName = "name" };
        var flow = new Option<string?>("--flow") { Description = "The flow file, or the directory of its state; by default every '.windrow' beside the product and in the directories above it, and here, is looked into." };
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line." };
        var command = new Command("why", "Tell of what a product was made: inputs and what these were made of, configuration, versions, attempts and times.") { file, part, flow, OverlayOption.OfAll, json };
        command.SetAction(parsed => Tell(parsed.GetValue(file)!, parsed.GetValue(part), parsed.GetValue(flow), parsed.GetValue(json)));
        return command;
    }

    private static int Tell(string file, string? part, string? flow, bool json)
    {
        var isKey = file.StartsWith(FieldKey.Prefix, StringComparison.Ordinal);
        var path = isKey ? file : Path.TrimEndingDirectorySeparator(Path.GetFullPath(file));
        var services = CommandServices.Create();
        using var products = new KnownProducts(services);
        foreach (var directory in flow is null ? StatesAround(path, services) : [flow])
        {
            // A state that only lies around, which another version wrote perhaps, is told and passed over.
            var failed = FlowStateDirectory.Open(directory, services, products.Add);
            if (failed != ExitCode.Ok && flow is not null)
                return failed;
        }

        var found = isKey ? products.Where(FieldKey.Parse(file).Matches) : products.At(path);
        if (part is not null)
            found.RemoveAll(entry => entry.Product.Part is not { } name || !FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false));
        var story = new ProductStory(products, Console.Out);
        if (!json && part is null && found.Count > MostStories && found.TrueForAll(static entry => entry.Product.Part is not null))
        {
            story.List(found);
            return ExitCode.Ok;
        }

        foreach (var entry in found)
        {
            if (json)
                Console.Out.WriteLine(ProductsCommand.Json(entry.Product, entry.Configuration));
            else
                story.Print(entry);
        }

        if (found.Count > 0)
            return ExitCode.Ok;
        Console.Error.WriteLine($"windrow: no flow is known that made {(part is null ? "" : $"the part '{part}' of ")}'{path}'; name the one to ask with --flow");
        return ExitCode.Findings;
    }

    private static List<string> StatesAround(string path, EngineServices services)
    {
        var found = new List<string>();
        var places = new List<string> { Path.GetFullPath(".") };
        for (var directory = Path.IsPathRooted(path) ? Path.GetDirectoryName(path) : null; directory is not null; directory = Path.GetDirectoryName(directory))
            places.Add(directory);
        foreach (var place in places.Distinct())
        {
            var states = Path.Combine(place, ".windrow");
            if (services.Files.Find(states) is { IsDirectory: true })
                found.AddRange(services.Files.List(states, recursive: true).Select(static entry => Path.GetDirectoryName(entry.Path)!).Distinct().Where(directory => services.States!.Exists(directory)));
        }

        return found;
    }
}
