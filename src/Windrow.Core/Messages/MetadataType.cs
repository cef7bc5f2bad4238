namespace Windrow.Core.Messages;

/// <summary>
/// The types a metadata value can have. There is no null: a key without a value is absent. The numbers stand in stored
/// messages, so new types go to the end.
/// </summary>
public enum MetadataType : byte
{
    /// <summary>No value; only <c>default(MetadataValue)</c> has this type.</summary>
    None,
    Bool,
    Int64,
    Double,

    /// <summary>An IEEE 754 single. Kept apart from <see cref="Double"/> so that nothing is widened silently.</summary>
    Float32,
    String,

    /// <summary>An instant in UTC, to 100 ns.</summary>
    Timestamp,

    /// <summary>A signed length of time, to 100 ns.</summary>
    Duration,
    Bytes,
    List,
    Map,
}
