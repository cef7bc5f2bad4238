using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

/// <summary>Short ways to read a text in tests.</summary>
internal static class Yaml
{
    public static ConfigNode Read(string text, ConfigDialect dialect = ConfigDialect.Native)
    {
        var node = Read(text, out var diagnostics, dialect);
        diagnostics.ToString().ShouldBe("");
        return node.ShouldNotBeNull();
    }

    public static MappingNode Mapping(string text, ConfigDialect dialect = ConfigDialect.Native) => Read(text, dialect).ShouldBeOfType<MappingNode>();

    public static ScalarNode Scalar(string text, ConfigDialect dialect = ConfigDialect.Native) =>
        Read(text, dialect).ShouldBeOfType<ScalarNode>();

    public static ConfigNode? Read(string text, out DiagnosticBag diagnostics, ConfigDialect dialect = ConfigDialect.Native)
    {
        diagnostics = new DiagnosticBag();
        return ConfigReader.Read(text, "f.yaml", diagnostics, dialect);
    }

    /// <summary>The lines that reading the text reports.</summary>
    public static string[] Findings(string text, ConfigDialect dialect = ConfigDialect.Native)
    {
        Read(text, out var diagnostics, dialect);
        return [.. diagnostics.Sorted.Select(d => d.ToString())];
    }
}
