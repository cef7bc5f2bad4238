using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Windrow.Core.State;
using Windrow.Events.Clowder.Serving;

namespace Windrow.Cli.Commands.Clowder;

/// <summary><c>windrow clowder …</c>: what a Clowder server of ours has, whether or not it runs.</summary>
internal static class ClowderCommand
{
    public static Command Create() => new("clowder", "A Clowder server of Windrow: its datasets, files, jobs and extractors.")
    {
        List("datasets", "List the datasets.", static (state, _) => ServerInspection.Datasets(state), "id", "created", "files", "name"),
        List("files", "List the files.", ServerInspection.Files, "id", "created", "size", "contentType", "filename"),
        List("jobs", "List the jobs of extractors, the oldest first.", ServerInspection.Jobs, "id", "created", "state", "extractor", "resource", "message"),
        List("extractors", "List the extractors that have registered.", static (state, _) => ServerInspection.Extractors(state), "name", "version", "lastAlive", "open", "queue"),
    };

    /// <param name="columns">What is shown of each without <c>--json</c>.</param>
    private static Command List(string name, string description, Func<IStateReader, string?, IEnumerable<JsonObject>> list, params string[] columns)
    {
        var flow = FlowStateDirectory.Argument();
        var of = new Option<string?>("--of") { Description = "Only what belongs to this dataset or file.", HelpName = "id" };
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line." };
        var hasOf = name is "files" or "jobs";
        var command = new Command(name, description) { flow, OverlayOption.OfAll, json };
        if (hasOf)
            command.Add(of);
        command.SetAction(parsed => FlowStateDirectory.Look(parsed.GetValue(flow)!, CommandServices.Create(), state =>
        {
            foreach (var each in list(state, hasOf ? parsed.GetValue(of) : null))
                Console.Out.WriteLine(parsed.GetValue(json) ? ServerInspection.Line(each) : string.Join("  ", columns.Select(column => Cell(each[column]))).TrimEnd());
            return ExitCode.Ok;
        }));
        return command;
    }

    private static string Cell(JsonNode? value) => value switch
    {
        null => "-",
        JsonValue text when text.TryGetValue<string>(out var plain) => plain,
        JsonValue number when number.TryGetValue<long>(out var count) => count.ToString(CultureInfo.InvariantCulture).PadLeft(8),
        _ => value.ToJsonString(),
    };
}
