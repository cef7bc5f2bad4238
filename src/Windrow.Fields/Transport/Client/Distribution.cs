namespace Windrow.Fields.Transport.Client;

/// <summary>How fields are spread over servers. Every client comes to the same server for the parts of one field.</summary>
public enum Distribution
{
    /// <summary>By the hash of the hash keys.</summary>
    HashedToSingle,

    /// <summary>Each group of clients has its servers, among which the hash chooses.</summary>
    HashedCyclic,

    /// <summary>Fields that differ in nothing but a whole number, such as the level, go round all servers.</summary>
    Even,
}
