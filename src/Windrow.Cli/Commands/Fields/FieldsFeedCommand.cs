using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Fields.Models;
using Windrow.Fields.PlanFiles;

namespace Windrow.Cli.Commands.Fields;

/// <summary><c>windrow fields feed GRIB</c></summary>
internal static class FieldsFeedCommand
{
    public static Command Create()
    {
        var grib = new Argument<string>("grib") { Description = "The GRIB file." };
        var plans = new Option<string?>("--plans") { Description = "The plan file; by default what multio's environment variables say.", HelpName = "file" };
        var decode = new Option<bool>("--decode") { Description = "Hand the fields over as values, as a model does; otherwise as GRIB messages." };
        var steps = new Option<string?>("--step-range") { Description = "Leave out fields of other steps, in hours.", HelpName = "from-to" };
        var command = new Command("feed", "Bring the fields of a GRIB file to client plans, as a model would: with MARS keys, and a flush behind each.") { grib, plans, decode, steps };
        steps.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !TryRange(text, out _))
                result.AddError($"--step-range is '{text}'; write two numbers of hours, the smaller first, such as 0-24.");
        });
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var diagnostics = new DiagnosticBag();
            var flow = PlanFile.FindForClient(parsed.GetValue(plans), services, diagnostics)?.Flow(PlanFile.ClientSection, CompositionRoot.PlugIns());
            FindingsPrinter.Print(diagnostics);
            if (flow is null)
                return ExitCode.Configuration;
            var range = parsed.GetValue(steps) is { } text && TryRange(text, out var given) ? given : (From: long.MinValue, To: long.MaxValue);
            return Feed(services, flow, parsed.GetValue(grib)!, parsed.GetValue(decode), range);
        });
        return command;
    }

    private static int Feed(EngineServices services, FlowDefinition flow, string path, bool decode, (long From, long To) steps)
    {
        if (services.Files.Find(path) is not { IsDirectory: false })
        {
            Console.Error.WriteLine($"windrow: there is no file '{path}'");
            return ExitCode.Configuration;
        }

        try
        {
            using var client = new ModelClient(flow, services);
            client.OpenConnections();
            var feed = new GribFeed(client, decode) { Steps = steps };
            using (var stream = services.Files.OpenRead(path))
                feed.Feed(stream);
            feed.End();
            client.CloseConnections();
            client.Close();
            Console.Error.WriteLine($"windrow: {feed.Count} fields");
            return ExitCode.Ok;
        }
        catch (Exception exception) when (exception is FailureException or IOException)
        {
            Console.Error.WriteLine($"windrow: {path}: {exception.Message}");
            return ExitCode.RunTime;
        }
    }

    private static bool TryRange(string text, out (long From, long To) range)
    {
        range = default;
        return text.Split('-') is [var from, var to] && long.TryParse(from, out range.From) && long.TryParse(to, out range.To) && range.From <= range.To;
    }
}
