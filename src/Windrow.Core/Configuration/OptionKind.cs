namespace Windrow.Core.Configuration;

/// <summary>The types that options have.</summary>
public enum OptionKind
{
    Text,
    Flag,
    Integer,
    Number,
    Duration,
    ByteSize,
    Choice,

    /// <summary>A list of choices.</summary>
    Choices,
    TextList,

    /// <summary>A mapping of names to texts.</summary>
    Map,

    /// <summary>A mapping with options of its own.</summary>
    Nested,

    /// <summary>A list of mappings with options of their own.</summary>
    ListOf,

    /// <summary>Content that the plug-in reads itself.</summary>
    Node,

    /// <summary>A text that is never shown.</summary>
    Secret,
}
