using Windrow.Core.Errors;

namespace Windrow.Core.Flows;

/// <summary>Messages that wait in front of an action for another try.</summary>
/// <param name="Action">The action's path within its plan.</param>
/// <param name="Count">How many wait.</param>
/// <param name="Next">When the first of them is tried again, UTC.</param>
/// <param name="Attempt">Which try that one is, the first included.</param>
/// <param name="Policy">What its waits go by; null: it waits for something, such as room on the disk, however often.</param>
public sealed record RetryStatus(string Action, int Count, DateTimeOffset Next, int Attempt, RetryPolicy? Policy);
