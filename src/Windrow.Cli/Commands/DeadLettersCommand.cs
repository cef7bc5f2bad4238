using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow dlq list|show|retry|drop FLOW</c></summary>
internal static class DeadLettersCommand
{
    public static Command Create() => new("dlq", "Look at the dead letters of a flow, try them again, or drop them.") { List(), Show(), Take("retry", "Try dead letters again, each at the action that failed."), Take("drop", "Give dead letters up for good.") };

    private static Command List()
    {
        var flow = FlowStateDirectory.Argument();
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line." };
        var command = new Command("list", "List the dead letters, the oldest first.") { flow, OverlayOption.OfAll, json };
        command.SetAction(parsed => FlowStateDirectory.Look(parsed.GetValue(flow)!, CommandServices.Create(), state =>
        {
            foreach (var letter in All(state))
                Console.Out.WriteLine(parsed.GetValue(json) ? Json(letter) : Line(letter));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Show()
    {
        var flow = FlowStateDirectory.Argument();
        var number = new Argument<long>("number") { Description = "Number of the letter, as 'dlq list' gives it." };
        var command = new Command("show", "Tell everything about a dead letter.") { flow, OverlayOption.OfAll, number };
        command.SetAction(parsed => FlowStateDirectory.Look(parsed.GetValue(flow)!, CommandServices.Create(), state =>
        {
            var wanted = parsed.GetValue(number);
            if (state.ReadDeadLetters(wanted - 1, 1) is [{ } letter] && letter.Number == wanted)
            {
                Print(letter, parsed.GetValue(flow)!);
                return ExitCode.Ok;
            }

            Console.Error.WriteLine($"windrow: there is no dead letter {wanted.ToString(CultureInfo.InvariantCulture)}; 'windrow dlq list {parsed.GetValue(flow)}' lists them");
            return ExitCode.Findings;
        }));
        return command;
    }

    private static Command Take(string verb, string description)
    {
        var flow = FlowStateDirectory.Argument();
        var numbers = new Argument<long[]>("numbers") { Description = "Numbers of the letters, as 'dlq list' gives them.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All dead letters." };
        var command = new Command(verb, description) { flow, OverlayOption.OfAll, numbers, all };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(numbers) ?? [];
            if (wanted.Length == 0 == !parsed.GetValue(all))
            {
                Console.Error.WriteLine("windrow: name the numbers of dead letters, or --all");
                return ExitCode.Usage;
            }

            return DeadLetterTaking.Run(verb, parsed.GetValue(flow)!, parsed.GetValue(all) ? null : wanted.ToHashSet());
        });
        return command;
    }

    private static IEnumerable<StoredDeadLetter> All(IStateReader state)
    {
        var last = 0L;
        while (state.ReadDeadLetters(last, 1_000) is { Count: > 0 } some)
        {
            foreach (var letter in some)
                yield return letter;
            last = some[^1].Number;
        }
    }

    private static string Line(StoredDeadLetter stored)
    {
        var letter = stored.Letter;
        return string.Create(CultureInfo.InvariantCulture, $"{stored.Number,6}  {TimeText.Format(letter.At.UtcDateTime)}  {Where(letter.Plan, letter.Action)}  {letter.Origin}: {letter.Failure}");
    }

    private static void Print(StoredDeadLetter stored, string flow)
    {
        var letter = stored.Letter;
        Console.Out.WriteLine($"dead letter {stored.Number.ToString(CultureInfo.InvariantCulture)}");
        Console.Out.WriteLine($"  message        {letter.Id}, {letter.Kind.ToString().ToLowerInvariant()}");
        Console.Out.WriteLine($"  from           {letter.Origin}");
        Console.Out.WriteLine($"  failed at      {Where(letter.Plan, letter.Action)}");
        Console.Out.WriteLine($"  why            {letter.Failure.Reason}");
        if (letter.Failure.Advice is { } advice)
            Console.Out.WriteLine($"  what to do     {advice}");
        if (letter.Failure.Detail is { } detail)
        {
            Console.Out.WriteLine("  detail");
            foreach (var line in detail.TrimEnd('\n').Split('\n'))
                Console.Out.WriteLine($"    {line}");
        }

        Console.Out.WriteLine($"  class          {letter.Failure.Class.ToString().ToLowerInvariant()}");
        Console.Out.WriteLine($"  attempts       {letter.Attempts.ToString(CultureInfo.InvariantCulture)}, the last at {TimeText.Format(letter.At.UtcDateTime)}");
        Console.Out.WriteLine($"  configuration  {stored.Configuration}");
        Console.Out.WriteLine($"  metadata       {MetadataJson.ToText(MetadataValue.Of(letter.Metadata))}");
        Console.Out.WriteLine(stored.Body.Length > 0
            ? $"  try again      windrow dlq retry {flow} {stored.Number.ToString(CultureInfo.InvariantCulture)}"
            : "  try again      the message itself was not kept; its source has to bring it again");
    }

    private static string Json(StoredDeadLetter stored)
    {
        var letter = stored.Letter;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", stored.Number);
            writer.WriteString("id", letter.Id.ToString());
            writer.WriteString("kind", letter.Kind.ToString().ToLowerInvariant());
            writer.WriteString("origin", letter.Origin.ToString());
            writer.WriteString("plan", letter.Plan);
            writer.WriteString("action", letter.Action);
            writer.WriteString("class", letter.Failure.Class.ToString().ToLowerInvariant());
            writer.WriteString("reason", letter.Failure.Reason);
            writer.WriteString("advice", letter.Failure.Advice);
            if (letter.Failure.Detail is { } detail)
                writer.WriteString("detail", detail);
            writer.WriteNumber("attempts", letter.Attempts);
            writer.WriteString("at", TimeText.Format(letter.At.UtcDateTime));
            writer.WriteString("configuration", stored.Configuration);
            writer.WritePropertyName("metadata");
            MetadataJson.Write(writer, letter.Metadata);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Where(string plan, string action) => plan.Length == 0 ? $"source {action}" : $"{plan}/{action}";
}
