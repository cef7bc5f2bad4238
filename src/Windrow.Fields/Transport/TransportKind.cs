namespace Windrow.Fields.Transport;

/// <summary>What carries the frames.</summary>
public enum TransportKind
{
    Tcp,
    Unix,
    Mpi,
}
