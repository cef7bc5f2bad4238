using Windrow.Core.Payloads;
using Windrow.Events.Clowder.Extractors;

namespace Windrow.Events.Clowder.Receiving;

/// <summary>What has to be known of an event when all that was made of it is done.</summary>
/// <param name="IsOurs">Whether the source itself tells how the work goes.</param>
/// <param name="Body">The event as it came, held for a queue of errors; null: nobody wants it.</param>
internal sealed record ClowderNote(JobTicket Ticket, bool IsOurs, BytesPayload? Body);
