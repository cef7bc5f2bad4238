using Windrow.Core.Messages;

namespace Windrow.Core.State;

/// <summary>A message in a durable queue.</summary>
/// <param name="Sequence">Its place in the queue; rising with arrival.</param>
/// <param name="Attempts">How often it was tried and failed.</param>
/// <param name="NotBefore">When it may be tried again, UTC; the least value when at once.</param>
/// <param name="Bytes">Size of the message, payload included.</param>
/// <param name="Body">The message as <see cref="Binary.MessageBinary"/> writes it.</param>
/// <param name="Payload">A large payload that the row holds in the payload store.</param>
public sealed record QueueRow(long Sequence, MessageId Id, int Priority, int Attempts, DateTimeOffset NotBefore, long Bytes, byte[] Body, PayloadReference? Payload);
