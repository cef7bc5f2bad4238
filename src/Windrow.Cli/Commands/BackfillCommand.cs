using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.State;
using Windrow.FlowTesting.Backfilling;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow backfill FLOW</c></summary>
internal static class BackfillCommand
{
    public static Command Create()
    {
        var flow = new Argument<string>("flow") { Description = "The flow file. The flow must not run meanwhile." };
        var from = TimeOption.Create("--from", "Inputs that are about this time or later, by the time in their names where the source's pattern has one, else by when they were last written.");
        var to = TimeOption.Create("--to", "Inputs that are about a time before this.");
        var input = new Option<string[]>("--input") { Description = "This input, and no others. Can be given several times.", HelpName = "file", AllowMultipleArgumentsPerToken = true };
        var again = new Option<bool>("--again") { Description = "Bring in also inputs of which there are products, and make these anew." };
        var dry = new Option<bool>("--dry-run") { Description = "Only tell what would be done." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON on standard output." };
        var command = new Command("backfill", "Bring stored inputs of which products are missing into a flow, for real.") { flow, OverlayOption.Create(out var overlays), from, to, input, again, dry, json };
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var choice = new BackfillChoice
            {
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                Inputs = [.. (parsed.GetValue(input) ?? []).Select(Path.GetFullPath)],
                Again = parsed.GetValue(again),
            };
            if (choice is { From: null, To: null, Inputs.Count: 0 })
                return Refuse("say which inputs are meant, with --from, --to or --input", ExitCode.Usage);
            if (choice.From >= choice.To)
                return Refuse("--from is not before --to, so no time is between them", ExitCode.Usage);
            var path = parsed.GetValue(flow)!;
            if (FlowToTest.Read(path, parsed.GetValue(overlays)!, services) is not { Definition: { } definition })
                return ExitCode.Configuration;
            if (definition.StateDirectory is null)
                return Refuse("this flow keeps no state ('settings.state: none'), so nobody knows which products there are; run it with 'windrow run --once'", ExitCode.Configuration);
            try
            {
                var plan = new BackfillPlan(definition, services, choice);
                var report = new BackfillReport(plan);
                if (!parsed.GetValue(json))
                    report.WritePlan(Console.Out);
                return MayRun(plan) ?? Run(plan, report, definition, services, parsed.GetValue(dry), parsed.GetValue(json));
            }
            catch (StateException exception)
            {
                return Refuse($"{exception.Message}\nwindrow: a flow that runs takes new inputs by itself; for others stop it, backfill, and start it again", ExitCode.Configuration);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DllNotFoundException)
            {
                return Refuse(exception.Message, ExitCode.RunTime);
            }
        });
        return command;
    }

    // An exit code where it may not.
    private static int? MayRun(BackfillPlan plan)
    {
        foreach (var unknown in plan.UnknownInputs)
            Console.Error.WriteLine($"windrow: '{unknown}' is no input of the flow's sources, or is gone");
        foreach (var missing in plan.Missing)
            Console.Error.WriteLine($"windrow: missing input {missing.Source} {missing.Position}: {missing.Why}");
        if (plan.Missing.Count > 0)
            Console.Error.WriteLine("windrow: nothing was done, as products would lose what they have; put the inputs back, or leave those that share products with them out");
        return plan.Missing.Count > 0 || plan.UnknownInputs.Count > 0 ? ExitCode.Findings : null;
    }

    private static int Run(BackfillPlan plan, BackfillReport report, FlowDefinition definition, EngineServices services, bool isDry, bool isJson)
    {
        var result = isDry || plan.Inputs.Count == 0 ? null : Run(new Backfill(definition, services, plan) { Started = host => isJson ? null : Progress.Start(host, services) });
        if (isJson)
            report.WriteJson(services.StandardOutput(), result);
        else if (result is not null)
            BackfillReport.Write(Console.Out, result);
        if (result?.Problem is { } problem)
            return Refuse(string.Create(CultureInfo.InvariantCulture, $"{problem}; run the backfill again, and it goes on where this one ended"), ExitCode.RunTime);
        return result?.DeadLetters.Count > 0 ? ExitCode.Partial : ExitCode.Ok;
    }

    // The first signal lets it finish what it has, the second ends it at once; either way the next backfill goes on from there.
    private static BackfillResult Run(Backfill backfill)
    {
        using var leave = new CancellationTokenSource();
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return backfill.Run(leave.Token, stop.Token).GetAwaiter().GetResult();

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            (leave.IsCancellationRequested ? stop : leave).Cancel();
        }
    }

    private static int Refuse(string why, int status)
    {
        Console.Error.WriteLine($"windrow: {why}");
        return status;
    }
}
