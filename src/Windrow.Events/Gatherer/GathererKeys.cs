using Windrow.Core.Messages;

namespace Windrow.Events.Gatherer;

/// <summary>The names under which a file that belongs to a slot says where it belongs. Under <c>posttroll.</c>, so that none is published.</summary>
internal static class GathererKeys
{
    /// <summary>The time of the slot.</summary>
    public static readonly MetadataKey Slot = "posttroll.slot";

    /// <summary>The name of the pattern that the file has matched.</summary>
    public static readonly MetadataKey Set = "posttroll.set";

    /// <summary>Channel and segment as the configuration lists them: <c>VIS006:000001</c>.</summary>
    public static readonly MetadataKey Segment = "posttroll.segment";

    /// <summary>What in the file's name is the same for all files of a slot, such as the platform.</summary>
    public static readonly MetadataKey Common = "posttroll.common";
}
