using System.CommandLine;
using System.Globalization;
using Windrow.Core;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow why FILE</c></summary>
internal static class WhyCommand
{
    private const int InputsShown = 20;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A product." };
        var flow = new Option<string?>("--flow") { Description = "The flow file, or the directory of its state; by default every '.windrow' beside the product and in the directories above it, and here, is looked into." };
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line." };
        var command = new Command("why", "Tell of what a product was made: inputs, configuration, versions, attempts and times.") { file, flow, json };
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            var products = new List<(Product Product, FlowRun? Run)>();
            foreach (var directory in parsed.GetValue(flow) is { } given ? [given] : StatesAround(path, services))
            {
                var failed = FlowStateDirectory.Look(directory, services, state =>
                {
                    foreach (var product in state.ReadProducts(path, int.MaxValue))
                        products.Add((product, state.ReadRuns(product.Run + 1, 1) is [{ } run] && run.Number == product.Run ? run : null));
                    return ExitCode.Ok;
                });
                if (failed != ExitCode.Ok)
                    return failed;
            }

            foreach (var (product, run) in products.OrderBy(static each => each.Product.Offset))
            {
                if (parsed.GetValue(json))
                    Console.Out.WriteLine(ProductsCommand.Json(product));
                else
                    Print(product, run);
            }

            if (products.Count > 0)
                return ExitCode.Ok;
            Console.Error.WriteLine($"windrow: no flow is known that made '{path}'; name the one to ask with --flow");
            return ExitCode.Findings;
        });
        return command;
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
                found.AddRange(services.Files.List(states, recursive: true).Select(static entry => Path.GetDirectoryName(entry.Path)!).Distinct().Where(services.States!.Exists));
        }

        return found;
    }

    private static void Print(Product product, FlowRun? run)
    {
        Console.Out.WriteLine(product.Path);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  bytes          {product.Offset} to {product.Offset + product.Length}"));
        Console.Out.WriteLine($"  made           {TimeText.Format(product.At.UtcDateTime)}, at try {product.Attempts.ToString(CultureInfo.InvariantCulture)}");
        Console.Out.WriteLine($"  by             {product.Plan}/{product.Action}, {product.Location}");
        Console.Out.WriteLine($"  configuration  {product.Configuration}");
        Console.Out.WriteLine($"  windrow        {product.Version}");
        if (run is not null)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  run            {run.Number}, started {TimeText.Format(run.Start.UtcDateTime)}, {run.Process}"));
        else if (product.Run > 0)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  run            {product.Run}"));
        Console.Out.WriteLine($"  message        {product.Id}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  of             {product.Inputs.Count} inputs"));
        foreach (var origin in product.Inputs.Origins[..Math.Min(InputsShown, product.Inputs.Count)])
            Console.Out.WriteLine($"    {origin}");
        if (product.Inputs.Count > InputsShown)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    and {product.Inputs.Count - InputsShown} more; --json lists all"));
    }
}
