namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>How clients choose the server of a field: <c>MULTIO_SERVER_DISTRIBUTION</c>.</summary>
public enum ServerDistribution : byte
{
    /// <summary>By the hash of the field's identity over all servers.</summary>
    HashedToSingle,

    /// <summary>By the hash over the servers next to the client's own.</summary>
    HashedCyclic,

    /// <summary>The first time the least used one, and the same from then on.</summary>
    Even,
}
