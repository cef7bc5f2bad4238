using Windrow.Core.Messages;

namespace Windrow.Core.Chains;

/// <summary>What a message says about the plans that it has been through.</summary>
internal static class ChainKeys
{
    /// <summary>The plan that handed it back to the flow last.</summary>
    public static readonly MetadataKey SubmittedBy = MetadataKey.Of("submittedBy");

    /// <summary>All plans that handed it back, or what it was made of, the first one first.</summary>
    public static readonly MetadataKey Chain = MetadataKey.Of("chain");

    private static readonly MetadataSlot ChainSlot = new(Chain);

    /// <summary>The plans that a message has been through; empty when it comes from a source.</summary>
    public static ReadOnlySpan<MetadataValue> Of(Metadata metadata) => ChainSlot.TryGet(metadata, out var value) && value.TryGetList(out var plans) ? plans.Items : [];
}
