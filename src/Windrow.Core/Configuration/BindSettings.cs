namespace Windrow.Core.Configuration;

/// <summary>How a mapping is bound to options.</summary>
public sealed record BindSettings
{
    public static readonly BindSettings Native = new();

    /// <summary>Unknown options and scalars of another type are judged by the file's dialect.</summary>
    public ConfigDialect Dialect { get; init; } = ConfigDialect.Native;

    /// <summary>Keys of the same mapping that somebody else reads, such as <c>type</c> and <c>name</c>.</summary>
    public IReadOnlyCollection<string> AlsoKnown { get; init; } = [];
}
