using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow why FILE</c></summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A product." };
        var flow = new Option<string?>("--flow") { Description = "The flow file, or the directory of its state; by default every '.windrow' beside the product and in the directories above it, and here, is looked into." };
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line." };
        var command = new Command("why", "Tell of what a product was made: inputs and what these were made of, configuration, versions, attempts and times.") { file, flow, json };
        command.SetAction(parsed => Tell(Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(flow), parsed.GetValue(json)));
        return command;
    }

    private static int Tell(string path, string? flow, bool json)
    {
        var services = CommandServices.Create();
        using var products = new KnownProducts(services);
        foreach (var directory in flow is null ? StatesAround(path, services) : [flow])
        {
            // A state that only lies around, which another version wrote perhaps, is told and passed over.
            var failed = FlowStateDirectory.Open(directory, services, products.Add);
            if (failed != ExitCode.Ok && flow is not null)
                return failed;
        }

        var found = products.At(path);
        var story = new ProductStory(products, Console.Out);
        foreach (var entry in found)
        {
            if (json)
                Console.Out.WriteLine(ProductsCommand.Json(entry.Product, entry.Configuration));
            else
                story.Print(entry);
        }

        if (found.Count > 0)
            return ExitCode.Ok;
        Console.Error.WriteLine($"windrow: no flow is known that made '{path}'; name the one to ask with --flow");
        return ExitCode.Findings;
    }

    private static List<string> StatesAround(string path, EngineServices services)
    {
        var found = new List<string>();
        var places = new List<string> { Path.GetFullPath(".") };
        for (var directory = Path.GetDirectoryName(path); directory is not null; directory = Path.GetDirectoryName(directory))
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
