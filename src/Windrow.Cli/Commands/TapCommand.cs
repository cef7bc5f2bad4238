using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Windrow.Cli.Control;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow tap FLOW PLAN[/ACTION]</c></summary>
internal static class TapCommand
{
    public static Command Create()
    {
        var flow = FlowStateDirectory.Argument();
        var target = new Argument<string>("plan/action") { Description = "The plan, and the action as 'status' names it, such as daily/2:statistics; without an action, the plan's first." };
        var sample = new Option<int>("--sample") { Description = "Every how manieth message is looked at.", DefaultValueFactory = static _ => 1, HelpName = "N" };
        sample.MustBe(1, int.MaxValue);
        var count = new Option<int?>("--count") { Description = "End after so many messages.", HelpName = "N" };
        count.MustBe(1, int.MaxValue);
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line." };
        var command = new Command("tap", "Show messages that come to an action of a running flow: their metadata, and a thumbnail of the field.") { flow, OverlayOption.OfAll, target, sample, count, json };
        command.SetAction((parsed, stop) => Task.FromResult(Tap(parsed.GetValue(flow)!, parsed.GetValue(target)!, parsed.GetValue(sample), parsed.GetValue(count) ?? int.MaxValue, parsed.GetValue(json), stop)));
        return command;
    }

    private static int Tap(string flow, string target, int sample, int count, bool json, CancellationToken stop)
    {
        if (FlowStateDirectory.Of(flow, CommandServices.Create()) is not { Directory: var directory })
            return ExitCode.Configuration;
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var (plan, action) = slash < 0 ? (target, null) : (target[..slash], target[(slash + 1)..]);
        var request = string.Create(CultureInfo.InvariantCulture, $$"""{"do":"tap","plan":{{Text(plan)}},{{(action is null ? "" : $"\"action\":{Text(action)},")}}"sample":{{sample}}}""");
        string? refusal = null;
        var shown = 0;
        var found = ControlClient.Listen(directory, request, line =>
        {
            if (line.TryGetProperty("error", out var error))
            {
                refusal = error.GetString();
                return false;
            }

            if (line.TryGetProperty("ok", out _))
                return true;
            if (json)
                Console.Out.WriteLine(line.GetRawText());
            else
                Print(line, Console.Out);
            return ++shown < count;
        }, stop);
        if (found && refusal is null)
            return ExitCode.Ok;
        Console.Error.WriteLine(found ? $"windrow: {refusal}" : $"windrow: no process runs '{flow}'");
        return ExitCode.Findings;
    }

    private static string Text(string text) => JsonSerializer.Serialize(text, JsonText.Default.String);

    private static void Print(JsonElement message, TextWriter output)
    {
        if (message.TryGetProperty("missed", out var missed) && missed.GetInt64() > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… {missed.GetInt64()} not shown"));
        output.WriteLine($"{message.GetProperty("id").GetString()} from {message.GetProperty("origin").GetString()}");
        if (message.TryGetProperty("trouble", out var trouble))
        {
            output.WriteLine($"  cannot be shown: {trouble.GetString()}");
            return;
        }

        output.WriteLine($"  {string.Join(", ", message.GetProperty("metadata").EnumerateObject().Select(static entry => $"{entry.Name}: {entry.Value.GetRawText()}"))}");
        if (!message.TryGetProperty("field", out var field))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {message.GetProperty("bytes").GetInt64()} bytes"));
            return;
        }

        if (field.TryGetProperty("error", out var error))
            output.WriteLine($"  the field cannot be read: {error.GetString()}");
        else
            PrintField(field, output);
    }

    private static void PrintField(JsonElement field, TextWriter output)
    {
        output.Write(string.Create(CultureInfo.InvariantCulture, $"  {field.GetProperty("points").GetInt64()} points, {field.GetProperty("missing").GetInt64()} missing"));
        if (field.TryGetProperty("minimum", out var least))
            output.Write(string.Create(CultureInfo.InvariantCulture, $", minimum {least.GetDouble():g6}, mean {field.GetProperty("mean").GetDouble():g6}, maximum {field.GetProperty("maximum").GetDouble():g6}"));
        output.WriteLine();
        if (!field.TryGetProperty("picture", out var picture))
            return;
        foreach (var line in picture.EnumerateArray())
            output.WriteLine($"  |{line.GetString()}|");
    }
}
