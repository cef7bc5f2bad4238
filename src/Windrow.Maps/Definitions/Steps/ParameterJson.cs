using System.Text.Json;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>Writes drawing parameters as JSON: flags as booleans, lists as arrays.</summary>
public static class ParameterJson
{
    /// <summary>Writes an object with a property for each parameter; numbers that JSON lacks become texts.</summary>
    public static void Write(Utf8JsonWriter writer, StepParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(parameters);
        writer.WriteStartObject();
        foreach (var parameter in parameters)
        {
            writer.WritePropertyName(parameter.Name);
            Write(writer, parameter.Value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes one value.</summary>
    public static void Write(Utf8JsonWriter writer, ParameterValue value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        switch (value.Kind)
        {
            case ParameterKind.Flag:
                writer.WriteBooleanValue(value.Flag);
                break;
            case ParameterKind.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case ParameterKind.Number:
                WriteNumber(writer, value.Number);
                break;
            case ParameterKind.IntegerList or ParameterKind.NumberList or ParameterKind.TextList:
                WriteList(writer, value);
                break;
            default:
                writer.WriteStringValue(value.Text);
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, ParameterValue value)
    {
        writer.WriteStartArray();
        foreach (var item in value.Integers)
            writer.WriteNumberValue(item);
        foreach (var item in value.Numbers)
            WriteNumber(writer, item);
        foreach (var item in value.Texts)
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(ParameterValue.Of(number).ToString());
    }
}
