using System.Text.Json;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Cli.Commands.Maps;

/// <summary>The definition of an input as JSON, under the keys that it has in recipe files.</summary>
internal static class InputJson
{
    public static void Write(InputDefinition input, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", input.Name);
        writer.WriteString("model", input.Model);
        writer.WriteString("type", input.Type);
        writer.WriteString("defined_in", input.Location.ToString());
        foreach (var (key, value) in InputProperties.Of(input))
        {
            writer.WritePropertyName(key);
            if (value is null)
                writer.WriteNullValue();
            else
                ParameterJson.Write(writer, value);
        }

        if (InputProperties.Settings(input) is { } settings)
            Write("grib_set", settings, writer);
        if (input.GribParameters.Count > 0)
            Write("mgrib", input.GribParameters, writer);
        if (input.Notes is not null)
            writer.WriteString("notes", input.Notes);
        writer.WriteEndObject();
    }

    private static void Write(string key, StepParameters parameters, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(key);
        ParameterJson.Write(writer, parameters);
    }
}
