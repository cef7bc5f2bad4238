using Windrow.Core.Messages;

namespace Windrow.Core.State.Sets;

/// <summary>What was told of a member by messages that say nothing, or not all, of the key of its set; for all processes of a flow.</summary>
/// <param name="Identity">What tells the member from others.</param>
/// <param name="PartId">Hash of the part.</param>
/// <param name="Part">What they had of the key, as <see cref="Binary.MetadataBinary"/> writes it.</param>
/// <param name="Known">What is told.</param>
/// <param name="Last">When something was told the last time, UTC.</param>
/// <param name="IsUsed">Whether a set had the member, or has got it since.</param>
public sealed record SharedNewsRow(MessageId Identity, MessageId PartId, byte[] Part, byte[] Known, DateTime Last, bool IsUsed);
