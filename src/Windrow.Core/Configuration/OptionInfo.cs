namespace Windrow.Core.Configuration;

/// <summary>What is declared of one option: all that documentation, schema and scaffold need.</summary>
public sealed record OptionInfo(string Name, OptionKind Kind, string Description)
{
    public bool Required { get; init; }

    /// <summary>Older spellings, still read, with a warning.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The unit of a number, e.g. <c>hPa</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>What a user may write, as YAML on one line.</summary>
    public string? Example { get; init; }

    /// <summary>The value that the option has when it is not given, null for none.</summary>
    public ConfigNode? Default { get; init; }

    /// <summary>The least number, duration in seconds or size in bytes.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest number, duration in seconds or size in bytes.</summary>
    public double? Maximum { get; init; }

    /// <summary>The words that a choice may be.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The options within, for Nested and ListOf.</summary>
    public OptionSet? Inner { get; init; }

    /// <summary>Writes the JSON Schema of a Node, or of each item of a ListOf, as the members of an object; null for 'anything', or for what <see cref="Inner"/> says.</summary>
    public Action<System.Text.Json.Utf8JsonWriter>? Schema { get; init; }
}
