using System.Text.Encodings.Web;
using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;

namespace Windrow.Events.Clowder.Extractors;

/// <summary>Reads what an extractor says of itself: a mapping in the flow file, or a file <c>extractor_info.json</c>.</summary>
internal sealed class ExtractorInfoReader(PlugInContext context, DiagnosticBag diagnostics)
{
    // What servers of the first generation refuse a registration without; they do so silently (clowder#196).
    private static readonly (string Name, string Json)[] Needed =
        [("version", "\"1.0\""), ("description", "\"\""), ("author", "\"\""), ("contexts", "[]"), ("repository", "[]"), ("process", "{}")];

    private const string UniqueKey = "unique_key";

    private static readonly string[] Known =
    [
        "name", "version", "description", "author", "contexts", "repository", "process", "contributors", "external_services", "libraries", "dependencies", "bibtex", "maturity", "labels",
        "categories", "parameters", UniqueKey, "permissions", "@context",
    ];

    private static readonly string[] Categories = ["EXTRACT", "CONVERT", "ARCHIVE", "PUBLISH", "WORKFLOW", "SILENT"];

    /// <param name="node">The mapping, or the name of a file.</param>
    /// <param name="privateKey">By which it is told from others of its name; null: it is nobody's own.</param>
    /// <returns>Null: it is wrong, and the diagnostics say how.</returns>
    public ExtractorInfo? Read(ConfigNode node, string? privateKey = null)
    {
        var errors = diagnostics.ErrorCount;
        if (node is ScalarNode { IsNull: false } path)
            return ReadFile(path) is { } read ? Read(read, privateKey) : null;
        if (node is not MappingNode info)
        {
            diagnostics.Error(Rules.WrongType, node, $"an extractor is described by a mapping or by the name of a file, this is {node.Describe()}", "write 'extractor: {name: windrow.wordcount, process: {file: [text/*]}}', or 'extractor: extractor_info.json'");
            return null;
        }

        foreach (var entry in info.Entries)
        {
            if (!Known.Contains(entry.Name))
                diagnostics.Warning(Rules.UnknownOption, entry.Key, $"'{entry.Name}' is nothing that Clowder knows of an extractor{Suggestion.Clause(entry.Name, Known)}", $"it knows {string.Join(", ", Known)}");
        }

        var name = Text(info, "name");
        if (name.Length == 0)
            diagnostics.Error(Rules.MissingOption, info["name"] ?? info, "the extractor has no name", "add 'name', such as windrow.wordcount");
        if (info["process"] is { } process)
            ProcessPatterns.Check(process, diagnostics);
        if (info["categories"] is SequenceNode categories)
        {
            foreach (var item in categories.Items.Where(static item => item is not ScalarNode scalar || !Categories.Contains(scalar.Text)))
                diagnostics.Error(Rules.UnknownChoice, item, $"{item.Describe()} is no category of extractors", $"there are {string.Join(", ", Categories)}");
        }

        return diagnostics.ErrorCount > errors ? null : new ExtractorInfo(name, Text(info, "version") is { Length: > 0 } version ? version : "1.0", Text(info, "description"), Document(info, privateKey), Json(info["contexts"], "[]"));
    }

    /// <summary>Writes the JSON Schema of what is read here, as the members of an object. What is not known of an extractor is a warning of <c>check</c>.</summary>
    public static void WriteSchema(Utf8JsonWriter writer)
    {
        var properties = string.Join(", ", Known.Select(static name => $"\"{name}\": {SchemaOf(name)}"));
        writer.WritePropertyName("anyOf");
        writer.WriteRawValue($$"""[{"type": "string"}, {"type": "object", "properties": { {{properties}} }, "required": ["name"]}]""");
    }

    private static string SchemaOf(string name) => name switch
    {
        "name" or "description" or "author" => """{"type": "string"}""",
        "version" => """{"type": ["string", "number"]}""",
        "categories" => $$"""{"type": "array", "items": {"enum": [{{string.Join(", ", Categories.Select(static each => $"\"{each}\""))}}]} }""",
        "process" => """{"type": ["object", "null"], "properties": {"file": {"type": "array"}, "dataset": {"type": "array"}, "metadata": {"type": "array"}}, "additionalProperties": false}""",
        _ => "{}",
    };

    private ConfigNode? ReadFile(ScalarNode path)
    {
        try
        {
            using var stream = context.Services.Files.OpenRead(context.InputPath(path.Text));
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var read = ConfigReader.Read(bytes.ToArray(), path.Text, diagnostics);
            if (read is null or MappingNode)
                return read;
            diagnostics.Error(Rules.WrongType, read, $"'{path.Text}' is to hold an object, this is {read.Describe()}", "see extractor_info.json of any extractor");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(Rules.MissingFile, path, $"the extractor's description cannot be read: {exception.Message.TrimEnd('.')}", "correct the path; it is relative to the directory of the flow file");
        }

        return null;
    }

    // A version is a text, also where it looks like a number.
    private static byte[] Document(MappingNode info, string? privateKey) => Written(writer =>
    {
        writer.WriteStartObject();
        foreach (var entry in info.Entries.Where(entry => privateKey is null || entry.Name != UniqueKey))
        {
            writer.WritePropertyName(entry.Name);
            if (entry is { Name: "name" or "version" or "description" or "author", Value: ScalarNode text })
                writer.WriteStringValue(text.Text);
            else
                NodeJson.Write(entry.Value, writer);
        }

        foreach (var (name, json) in Needed)
        {
            if (info[name] is not null)
                continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }

        if (privateKey is not null)
            writer.WriteString(UniqueKey, privateKey);
        writer.WriteEndObject();
    });

    private static byte[] Json(ConfigNode? node, string otherwise) => node is null ? System.Text.Encoding.UTF8.GetBytes(otherwise) : Written(writer => NodeJson.Write(node, writer));

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(writer);
        return bytes.ToArray();
    }

    private string Text(MappingNode info, string name)
    {
        switch (info[name])
        {
            case null or ScalarNode { IsNull: true }:
                return "";
            case ScalarNode text:
                return text.Text;
            case var other:
                diagnostics.Error(Rules.WrongType, other, $"'{name}' is a text, this is {other.Describe()}");
                return "";
        }
    }
}
