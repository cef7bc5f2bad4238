namespace Windrow.Fields.Transport.Mpi;

/// <summary>Where a communicator comes from.</summary>
public enum MpiCommunicatorKind
{
    /// <summary>The model passes it.</summary>
    Passed,

    /// <summary>It is a part of its parent.</summary>
    Split,
}
