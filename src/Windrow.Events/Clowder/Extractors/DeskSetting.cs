using Windrow.Events.Clowder.Jobs;

namespace Windrow.Events.Clowder.Extractors;

/// <summary>For whom a desk speaks, and what of.</summary>
/// <param name="Queue">The queue that the extractor's jobs come from.</param>
/// <param name="Owner">Of a private extractor: whose it is; empty: it is everybody's.</param>
/// <param name="Heartbeat">How often it registers; null: it does not.</param>
/// <param name="Statuses">Whether it tells servers how jobs go.</param>
/// <param name="ErrorQueue">Where it puts what came to nothing; null: nowhere.</param>
internal sealed record DeskSetting(ExtractorInfo Info, string Queue, string Owner, TimeSpan? Heartbeat, bool Statuses, string? ErrorQueue, JobServers Servers);
