using Windrow.Core.Messages;

namespace Windrow.Core.Expectations;

/// <summary>A result that came.</summary>
/// <param name="Key">What tells it from others of the same time.</param>
/// <param name="Id">Of the message: one that comes again after a crash is no second result.</param>
/// <param name="At">When it was delivered, UTC.</param>
internal sealed record Arrival(string Key, MessageId Id, DateTime At);
