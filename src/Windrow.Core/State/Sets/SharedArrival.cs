using Windrow.Core.Messages;

namespace Windrow.Core.State.Sets;

/// <summary>A member that comes to a set.</summary>
/// <param name="KeyId">Hash of the set's key.</param>
/// <param name="Key">The set's key, as <see cref="Binary.MetadataBinary"/> writes it.</param>
/// <param name="KeyText">The key for people.</param>
/// <param name="Identity">What tells it from other members.</param>
public readonly record struct SharedArrival(MessageId KeyId, byte[] Key, string KeyText, MessageId Identity);
