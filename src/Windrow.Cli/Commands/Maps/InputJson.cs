using System.Text.Json;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Cli.Commands.Maps;

/// <summary>The definitions of inputs as JSON, under the keys that they have in recipe files.</summary>
internal static class InputJson
{
    public static void Write(MapDefinitions definitions, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var input in definitions.Inputs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", input.Name);
            writer.WriteString("model", input.Model);
            writer.WriteString("type", input.Type);
            writer.WriteString("defined_in", input.Location.ToString());
            WriteOwn(input, writer);
            if (input.GribParameters.Count > 0)
            {
                writer.WritePropertyName("mgrib");
                ParameterJson.Write(writer, input.GribParameters);
            }

            if (input.Notes is not null)
                writer.WriteString("notes", input.Notes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOwn(InputDefinition input, Utf8JsonWriter writer)
    {
        switch (input)
        {
            case StreamInput stream:
                writer.WriteString("eccodes", stream.EcCodes?.ToString());
                writer.WriteString("arkimet", stream.Arkimet?.Text);
                break;
            case StaticInput file:
                writer.WriteString("path", file.File);
                break;
            case ShapeInput shape:
                writer.WriteString("path", shape.File);
                break;
            case DerivedInput derived:
                WriteTexts("inputs", derived.Inputs.Select(static one => one.Name), writer);
                WriteDerived(derived, writer);
                break;
        }
    }

    private static void WriteDerived(DerivedInput input, Utf8JsonWriter writer)
    {
        if (input is StatisticInput statistic)
        {
            writer.WriteNumber("step", statistic.Step);
            writer.WriteString("comp_stat_proc", statistic.Processing);
            writer.WriteNumber("comp_frac_valid", statistic.ValidFraction);
            writer.WriteBoolean("comp_full_steps", statistic.FullSteps);
        }

        if (input is TransformInput transform)
            WriteTexts("args", transform.Arguments, writer);
        if (input is ExpressionInput expression)
            writer.WriteString("expr", expression.Expression.Text);
        if (input is not EncodedInput encoded)
            return;
        writer.WriteString("clip", encoded.Clip?.Text);
        writer.WritePropertyName("grib_set");
        writer.WriteStartObject();
        foreach (var setting in encoded.GribSettings)
        {
            writer.WritePropertyName(setting.Key);
            ParameterJson.Write(writer, setting.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteTexts(string name, IEnumerable<string> texts, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
