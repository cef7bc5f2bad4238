namespace Windrow.Core.Filters;

/// <summary>What a filter, or a part of one, says about a message. Only <see cref="True"/> lets the message pass.</summary>
public enum Truth : byte
{
    False,
    True,

    /// <summary>A value was absent or could not be compared: null in the three-valued logic of CQL2.</summary>
    Unknown,

    /// <summary>A key was absent in an ecCodes condition, which makes the whole condition false.</summary>
    Abort,

    /// <summary>The values do not have the type that the filter insists on (multio's <c>enforce-same-key-types</c>).</summary>
    Error,
}
