namespace Windrow.Fields.Encode.Drafts;

/// <summary>What a message is encoded on.</summary>
internal enum DraftBase : byte
{
    /// <summary>The header of the message that the values came from.</summary>
    Header,

    /// <summary>A message from a file.</summary>
    Template,

    /// <summary>One of ecCodes' samples.</summary>
    Sample,
}
