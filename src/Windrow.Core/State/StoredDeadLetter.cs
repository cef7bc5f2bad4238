using Windrow.Core.Errors;

namespace Windrow.Core.State;

/// <summary>A dead letter as it is kept.</summary>
/// <param name="Number">Unique in the store, rising, never used again.</param>
/// <param name="Letter">What is known of it.</param>
/// <param name="Configuration">Hash of the configuration that was in force.</param>
/// <param name="Body">The message as <see cref="Binary.MessageBinary"/> writes it; empty when it cannot leave its process.</param>
/// <param name="Payload">A large payload that is kept beside it.</param>
public sealed record StoredDeadLetter(long Number, DeadLetter Letter, string Configuration, byte[] Body, PayloadReference? Payload);
