using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Windrow.Core.Messages;
using Windrow.Core.Products;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow products FLOW</c></summary>
internal static class ProductsCommand
{
    public static Command Create()
    {
        var flow = FlowStateDirectory.Argument();
        var most = new Option<int>("--most") { Description = "How many to list.", DefaultValueFactory = static _ => 50 };
        most.MustBe(1, int.MaxValue);
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line." };
        var command = new Command("products", "List what a flow has made, the newest first.") { flow, OverlayOption.OfAll, most, json };
        command.SetAction(parsed => FlowStateDirectory.Look(parsed.GetValue(flow)!, CommandServices.Create(), state =>
        {
            foreach (var product in state.ReadProducts(null, parsed.GetValue(most)))
                Print(product, parsed.GetValue(json));
            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>A product as one line of JSON, with its inputs.</summary>
    /// <param name="configuration">The text of the plan's configuration; null: it is not known, or not asked for.</param>
    public static string Json(Product product, string? configuration = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("path", product.Path);
            if (product.Part is { Length: > 0 })
                writer.WriteString("part", product.Part);
            writer.WriteString("id", product.Id.ToString());
            writer.WriteNumber("offset", product.Offset);
            writer.WriteNumber("length", product.Length);
            writer.WriteString("plan", product.Plan);
            writer.WriteString("action", product.Action);
            writer.WriteString("location", product.Location);
            writer.WriteString("configuration", product.Configuration);
            if (configuration is not null)
                writer.WriteString("configuration_text", configuration);
            writer.WriteString("version", product.Version);
            writer.WriteNumber("run", product.Run);
            writer.WriteNumber("attempts", product.Attempts);
            writer.WriteString("at", TimeText.Format(product.At.UtcDateTime));
            writer.WriteStartArray("failed_tries");
            foreach (var each in product.Tries)
            {
                writer.WriteStartObject();
                writer.WriteString("at", TimeText.Format(each.At.UtcDateTime));
                writer.WriteString("action", each.Action);
                writer.WriteString("reason", each.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("inputs");
            foreach (var origin in product.Inputs.Origins)
                writer.WriteStringValue(origin.ToString());
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Print(Product product, bool json) => Console.Out.WriteLine(json
        ? Json(product)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeText.Format(new DateTime(product.At.UtcTicks - (product.At.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc))}  {product.Length,12}  {product.Plan}/{product.Action}  {product.Path}{(product.Offset > 0 ? $"@{product.Offset}" : "")}{(product.Part is { Length: > 0 } ? $" {product.Part}" : "")}  ({product.Inputs.Count} inputs)"));
}
