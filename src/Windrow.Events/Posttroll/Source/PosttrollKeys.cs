using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Source;

/// <summary>The names under which the header of a message stands in its metadata.</summary>
internal static class PosttrollKeys
{
    public const string Prefix = "posttroll.";

    public static readonly MetadataKey Subject = "posttroll.subject";
    public static readonly MetadataKey Type = "posttroll.type";
    public static readonly MetadataKey Sender = "posttroll.sender";
    public static readonly MetadataKey Time = "posttroll.time";
    public static readonly MetadataKey Version = "posttroll.version";

    /// <summary>The data where they are text.</summary>
    public static readonly MetadataKey Text = "posttroll.text";

    /// <summary>True where the data are octets, which are the payload then.</summary>
    public static readonly MetadataKey Binary = "posttroll.binary";
}
