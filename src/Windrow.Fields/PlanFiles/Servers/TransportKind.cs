namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>How parts of fields come from the clients to a server.</summary>
public enum TransportKind : byte
{
    /// <summary>Not at all: the section's plans are for the process that reads them.</summary>
    None,

    /// <summary>Over TCP.</summary>
    Tcp,

    /// <summary>Over a socket of the machine; multio's <c>thread</c> becomes this.</summary>
    Unix,

    /// <summary>Over MPI.</summary>
    Mpi,
}
