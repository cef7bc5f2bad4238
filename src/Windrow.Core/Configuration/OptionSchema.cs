using System.Text.Json;

namespace Windrow.Core.Configuration;

/// <summary>Writes declared options as JSON Schema (2020-12), for editors and other tools.</summary>
public static class OptionSchema
{
    private const string DurationPattern =
        "^-?(P.+|([0-9.]+d)?([0-9.]+h)?([0-9.]+m(in)?)?([0-9.]+s)?([0-9.]+ms)?([0-9.]+us)?)$";

    /// <summary>
    /// Writes an object schema as one JSON value. <paramref name="writeOthers"/> adds properties that somebody else
    /// reads, such as <c>type</c>: it writes name and schema of each.
    /// </summary>
    public static void Write(OptionSet set, Utf8JsonWriter writer, Action<Utf8JsonWriter>? writeOthers = null)
    {
        writer.WriteStartObject();
        WriteMembers(set, writer, writeOthers);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of the object schema, for a caller who adds others.</summary>
    public static void WriteMembers(OptionSet set, Utf8JsonWriter writer, Action<Utf8JsonWriter>? writeOthers = null, bool requires = true)
    {
        writer.WriteString("type", "object");
        if (set.Title is not null)
            writer.WriteString("title", set.Title);
        writer.WriteStartObject("properties");
        writeOthers?.Invoke(writer);
        foreach (var option in set.Options)
            WriteProperty(option, writer);
        writer.WriteEndObject();
        if (requires)
            WriteRequired(set, writer);
        writer.WriteBoolean("additionalProperties", false);
    }

    /// <summary>Writes name and schema of an option, and of its older names.</summary>
    public static void WriteProperty(OptionInfo option, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(option.Name);
        WriteOption(option, writer, isOldName: false);
        foreach (var alias in option.Aliases)
        {
            writer.WritePropertyName(alias);
            WriteOption(option, writer, isOldName: true);
        }
    }

    private static void WriteRequired(OptionSet set, Utf8JsonWriter writer)
    {
        // An option with an older name may be given under that, which 'required' cannot say.
        var required = set.Options.Where(static option => option.Required && option.Aliases.Count == 0).ToList();
        if (required.Count == 0)
            return;
        writer.WriteStartArray("required");
        foreach (var option in required)
            writer.WriteStringValue(option.Name);
        writer.WriteEndArray();
    }

    private static void WriteOption(OptionInfo option, Utf8JsonWriter writer, bool isOldName)
    {
        writer.WriteStartObject();
        writer.WriteString("description", option.Unit is null ? option.Description : $"{option.Description} Unit: {option.Unit}.");
        if (isOldName)
            writer.WriteBoolean("deprecated", true);
        WriteType(option, writer);
        if (option.Default is { } value && !isOldName)
        {
            writer.WritePropertyName("default");
            NodeJson.Write(value, writer);
        }
        writer.WriteEndObject();
    }

    private static void WriteType(OptionInfo option, Utf8JsonWriter writer)
    {
        switch (option.Kind)
        {
            case OptionKind.Text:
                // Numbers and booleans without quotes are taken by their letters.
                WriteTypes(writer, "string", "number", "boolean");
                break;
            case OptionKind.Secret:
                writer.WriteString("type", "string");
                break;
            case OptionKind.Flag:
                writer.WriteString("type", "boolean");
                break;
            case OptionKind.Integer:
            case OptionKind.Number:
                writer.WriteString("type", option.Kind == OptionKind.Integer ? "integer" : "number");
                if (option.Minimum is { } minimum)
                    writer.WriteNumber("minimum", minimum);
                if (option.Maximum is { } maximum)
                    writer.WriteNumber("maximum", maximum);
                break;
            case OptionKind.Duration:
                writer.WriteString("type", "string");
                writer.WriteString("pattern", DurationPattern);
                break;
            case OptionKind.ByteSize:
                WriteTypes(writer, "integer", "string");
                break;
            case OptionKind.Choice:
                WriteEnum(option, writer);
                break;
            case OptionKind.Choices:
                writer.WriteString("type", "array");
                writer.WriteStartObject("items");
                WriteEnum(option, writer);
                writer.WriteEndObject();
                break;
            case OptionKind.TextList:
                writer.WriteString("type", "array");
                writer.WriteStartObject("items");
                WriteTypes(writer, "string", "number", "boolean");
                writer.WriteEndObject();
                break;
            case OptionKind.Map:
                writer.WriteString("type", "object");
                writer.WriteStartObject("additionalProperties");
                WriteTypes(writer, "string", "number", "boolean");
                writer.WriteEndObject();
                break;
            case OptionKind.Nested:
                WriteMembers(option.Inner!, writer);
                break;
            case OptionKind.ListOf:
                writer.WriteString("type", "array");
                writer.WriteStartObject("items");
                if (option.Schema is { } ofItem)
                    ofItem(writer);
                else
                    WriteMembers(option.Inner!, writer);
                writer.WriteEndObject();
                break;
            default:
                option.Schema?.Invoke(writer);
                break;
        }
    }

    private static void WriteTypes(Utf8JsonWriter writer, params ReadOnlySpan<string> types)
    {
        writer.WriteStartArray("type");
        foreach (var type in types)
            writer.WriteStringValue(type);
        writer.WriteEndArray();
    }

    private static void WriteEnum(OptionInfo option, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("enum");
        foreach (var choice in option.Choices)
            writer.WriteStringValue(choice);
        writer.WriteEndArray();
    }
}
