namespace Windrow.Events.Clowder.Extractors;

/// <summary>Of which job, and to whom, statuses are told.</summary>
/// <param name="Resource">The id of the file or dataset.</param>
/// <param name="JobId">As the server has it; empty: it has none.</param>
/// <param name="ReplyTo">The server's queue; empty: nobody wants to know.</param>
/// <param name="CorrelationId">Null: there is none.</param>
internal sealed record JobTicket(string Resource, string JobId, string ReplyTo, string? CorrelationId);
