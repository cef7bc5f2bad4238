using Windrow.Core.Messages;

namespace Windrow.Core.State.Sets;

/// <summary>
/// What was decided to leave and is not done: an entry of the outbox. It is one process's to carry out, and another's once that has ended.
/// </summary>
/// <param name="Set">Number of the set.</param>
/// <param name="KeyId">Hash of the set's key.</param>
/// <param name="Key">The set's key.</param>
/// <param name="UpTo">The last member that belongs to it.</param>
public sealed record SharedEmissionRow(long Set, MessageId KeyId, byte[] Key, int Revision, bool IsAlert, int UpTo, bool IsComplete);
