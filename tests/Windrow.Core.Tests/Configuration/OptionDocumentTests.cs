using System.Globalization;
using System.Text;
using System.Text.Json;
using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class OptionDocumentTests
{
    [Fact]
    public void Schema_states_types_defaults_limits_and_choices()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            OptionSchema.Write(SampleOptions.Set, writer, others =>
            {
                others.WriteStartObject("type");
                others.WriteString("const", "file");
                others.WriteEndObject();
            });
        }
        using var schema = JsonDocument.Parse(buffer.ToArray());
        var root = schema.RootElement;
        var properties = root.GetProperty("properties");

        root.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        properties.GetProperty("type").GetProperty("const").GetString().ShouldBe("file");
        properties.GetProperty("file-name").GetProperty("deprecated").GetBoolean().ShouldBeTrue();
        var count = properties.GetProperty("count");
        count.GetProperty("type").GetString().ShouldBe("integer");
        count.GetProperty("default").GetInt64().ShouldBe(3);
        count.GetProperty("minimum").GetDouble().ShouldBe(1);
        count.GetProperty("maximum").GetDouble().ShouldBe(10);
        count.GetProperty("description").GetString().ShouldBe("How many. Unit: hPa.");
        properties.GetProperty("wait").GetProperty("default").GetString().ShouldBe("1h30m");
        properties.GetProperty("colour").GetProperty("enum").EnumerateArray().Select(e => e.GetString()).ShouldBe(["red", "dark-blue"]);
        properties.GetProperty("colour").GetProperty("default").GetString().ShouldBe("dark-blue");
        properties.GetProperty("parts").GetProperty("items").GetProperty("required")[0].GetString().ShouldBe("size");
        properties.GetProperty("inner").GetProperty("properties").GetProperty("size").GetProperty("minimum").GetDouble().ShouldBe(1);
        properties.EnumerateObject().Count().ShouldBe(SampleOptions.Set.Options.Count + 2);
    }

    [Fact]
    public void Reference_lists_every_option_with_its_default()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);

        OptionReference.Write(SampleOptions.Set, writer);

        var text = writer.ToString();
        text.ShouldContain("| `path` | text | required | Where to write \\| to. Example: `path: \"daily/{param}.grib\"`. Older names: `file-name`. |\n");
        text.ShouldContain("| `count` | whole number in hPa, 1 to 10 | `3` | How many. |\n");
        text.ShouldContain("| `names` | list of texts | `[a, \"no\"]` | The names. |\n");
        text.ShouldContain("\n### `inner`\n");
        foreach (var option in SampleOptions.Set.Options)
            text.ShouldContain($"\n| `{option.Name}` |");
    }

    [Fact]
    public void Scaffold_binds_as_it_is_and_with_every_comment_taken_off()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        OptionScaffold.Write(SampleOptions.Set, writer);
        var scaffold = writer.ToString();

        ShouldBind(scaffold).Path.ShouldBe("daily/{param}.grib");

        var all = new StringBuilder();
        foreach (var line in scaffold.Split('\n'))
        {
            var isOption = SampleOptions.Set.Options.Any(o => line.StartsWith($"# {o.Name}: ", StringComparison.Ordinal));
            all.Append(isOption ? line[2..] : line).Append('\n');
        }
        ShouldBind(all.ToString()).Parts.Count.ShouldBe(1);
    }

    private static SampleOptions ShouldBind(string text)
    {
        var options = SampleOptions.Set.Bind(Yaml.Mapping(text), new DiagnosticBag());
        var diagnostics = new DiagnosticBag();
        SampleOptions.Set.Validate(Yaml.Mapping(text), diagnostics);
        diagnostics.ToString().ShouldBe("");
        return options;
    }
}
