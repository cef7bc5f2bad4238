using Windrow.Native.Mpi;

namespace Windrow.Fields.Transport.Mpi;

/// <summary>
/// What a model and the MPI transport tell each other; one for a flow (<see cref="Core.Flows.FlowShared"/>), set before the flow starts.
/// </summary>
public sealed class MpiModel
{
    /// <summary>The communicator that the model passes, as Fortran knows it; null: it passes none.</summary>
    public int? Parent { get; set; }

    /// <summary>Whether all processes of the job stand in where it passes none and the configuration names none.</summary>
    public bool MayUseWorld { get; set; } = true;

    /// <summary>The clients' communicator, on a client, once the transport has made it; as Fortran knows it.</summary>
    public int? ClientCommunicator { get; internal set; }

    /// <summary>The servers' communicator, on a server.</summary>
    public int? ServerCommunicator { get; internal set; }

    internal MpiCommunicator Passed(string? fallback)
    {
        if (Parent is { } parent)
            return MpiCommunicator.OfFortran(parent);
        if (fallback is not null ? fallback != "world" : !MayUseWorld)
            throw new MpiException("the model passes no communicator, and may not use all processes of the job; call multio_mpi_parent_comm, or write 'default: world'");
        return MpiCommunicator.World;
    }
}
