using System.Globalization;
using Spectre.Console;
using Windrow.Core.Flows;

namespace Windrow.Cli.Reports;

/// <summary>What each action of a run did, as a table for a terminal.</summary>
internal static class RunTable
{
    public static void Print(FlowHost host, TextWriter output)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("plan", "action");
        foreach (var heading in new[] { "in", "out", "absorbed", "dropped", "retried", "dead" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var plan in host.Plans())
        {
            foreach (var (path, counters) in plan.Actions)
            {
                table.AddRow(
                    Markup.Escape(plan.Name), Markup.Escape(path), Number(counters.In), Number(counters.Out + counters.Delivered), Number(counters.Absorbed),
                    Number(counters.Dropped), Number(counters.Retried), counters.Dead > 0 ? $"[red]{Number(counters.Dead)}[/]" : "0");
            }
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
