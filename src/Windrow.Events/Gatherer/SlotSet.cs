using Windrow.Core.Messages;

namespace Windrow.Events.Gatherer;

/// <summary>The files of a slot that one pattern has matched.</summary>
internal sealed class SlotSet
{
    public List<MetadataValue> Files { get; } = [];

    public List<MetadataValue> Sensors { get; } = [];
}
