namespace Windrow.Core.Configuration;

/// <summary>What a configuration file may cost: each limit is far above honest use and far below harm.</summary>
public sealed record ConfigLimits
{
    public static readonly ConfigLimits Default = new();

    /// <summary>The largest file, in bytes of UTF-8 or, for text, in characters.</summary>
    public int MaxSize { get; init; } = 64 << 20;

    /// <summary>The deepest nesting of lists and mappings, aliases followed.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>The most nodes in a file, aliases followed.</summary>
    public int MaxNodes { get; init; } = 1_000_000;
}
