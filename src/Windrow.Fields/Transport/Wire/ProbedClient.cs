namespace Windrow.Fields.Transport.Wire;

/// <summary>A client as its server tells of it.</summary>
/// <param name="Name"><c>group/id</c>.</param>
/// <param name="Messages">That have come from it.</param>
/// <param name="Bytes">Of their payloads.</param>
/// <param name="InFlight">Bytes of credit that are in use.</param>
public sealed record ProbedClient(string Name, ClientState State, long Messages, long Bytes, long InFlight);
