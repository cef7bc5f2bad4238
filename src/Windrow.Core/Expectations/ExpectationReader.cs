using System.Globalization;
using System.Text.Json;
using Windrow.Core.Configuration;

namespace Windrow.Core.Expectations;

/// <summary>Reads the <c>expect</c> of a plan: one expectation, or a list of them.</summary>
internal static class ExpectationReader
{
    /// <param name="directory">Patterns of products are relative to it.</param>
    public static IReadOnlyList<Expectation> Read(ConfigNode? node, string plan, string directory, DiagnosticBag diagnostics)
    {
        var expectations = new List<Expectation>();
        if (node is null or ScalarNode { IsNull: true })
            return expectations;
        IReadOnlyList<ConfigNode> items = node is SequenceNode list ? list.Items : [node];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not MappingNode mapping)
            {
                diagnostics.Error(Rules.WrongType, items[i], $"an expectation is a mapping, this is {items[i].Describe()}", "write for example expect: {every: 15min, within: 8min}");
                continue;
            }

            var errors = diagnostics.ErrorCount;
            var options = ExpectOptions.Set.Bind(mapping, diagnostics);
            var name = options.Name ?? string.Create(CultureInfo.InvariantCulture, $"expect-{i + 1}");
            if (!names.Add(name))
                diagnostics.Error(Rules.DuplicateName, mapping["name"] ?? mapping, $"the plan has another expectation named '{name}'", "give each a name of its own");
            if (diagnostics.ErrorCount == errors)
                expectations.Add(new Expectation(plan, name, options, directory, mapping));
        }

        return expectations;
    }

    public static void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("oneOf");
        OptionSchema.Write(ExpectOptions.Set, writer);
        writer.WriteStartObject();
        writer.WriteString("type", "array");
        writer.WritePropertyName("items");
        OptionSchema.Write(ExpectOptions.Set, writer);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
