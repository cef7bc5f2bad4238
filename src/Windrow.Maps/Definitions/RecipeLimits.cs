namespace Windrow.Maps.Definitions;

/// <summary>What a recipe folder may cost: each limit is far above honest use and far below harm.</summary>
public sealed record RecipeLimits
{
    public static readonly RecipeLimits Default = new();

    public int MaximumFiles { get; init; } = 10_000;

    /// <summary>Bytes of one file.</summary>
    public int MaximumFileSize { get; init; } = 4 << 20;

    /// <summary>Bytes of all files.</summary>
    public long MaximumSize { get; init; } = 64 << 20;

    /// <summary>The most nodes in a file, aliases followed.</summary>
    public int MaximumNodes { get; init; } = 100_000;

    public int MaximumSteps { get; init; } = 256;

    /// <summary>The most definitions of one input.</summary>
    public int MaximumAlternatives { get; init; } = 256;

    /// <summary>The most flavours of a folder, and the most patterns in the filter of one.</summary>
    public int MaximumFlavours { get; init; } = 1000;

    /// <summary>The most inputs that one input is computed from.</summary>
    public int MaximumInputs { get; init; } = 64;
}
