using Windrow.Core.Errors;

namespace Windrow.Core.Stages;

/// <summary>A message that waits for another try.</summary>
/// <param name="Group">Whose order it holds up.</param>
/// <param name="Index">Place of the action within its segment.</param>
/// <param name="Attempt">The number of the try to come, from 2.</param>
/// <param name="At">When that is, UTC.</param>
/// <param name="Policy">What its waits go by; null: it waits until there is what it waits for, however often.</param>
internal readonly record struct ParkedTry(KeyGroup Group, int Index, int Attempt, DateTimeOffset At, RetryPolicy? Policy);
