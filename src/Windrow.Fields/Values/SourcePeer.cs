using Windrow.Core.Messages;

namespace Windrow.Fields.Values;

/// <summary>
/// Which client of a model a part of a field came from: the metadata key <c>misc-sourcePeer</c>, with the value <c>group/id</c>. It is per
/// rank, so never part of what identifies a field, and a global field has none.
/// </summary>
public static class SourcePeer
{
    public const string Name = "misc-sourcePeer";

    private static readonly OwnKey Slot = new(Name);

    internal static MetadataKey Key => Slot.Key;

    /// <summary>The client; empty for a message that came from none.</summary>
    public static string Of(Metadata metadata) => Slot.TryGet(metadata, out var value) && value.TryGetString(out var peer) ? peer : "";

    /// <summary>The metadata without it.</summary>
    public static Metadata Remove(Metadata metadata) => metadata.Shape.IndexOf(Key) < 0 ? metadata : metadata.Change().Remove(Key).Build();
}
