using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.Mpi;

/// <summary>
/// The functions of MPI that Windrow calls. Handles are addresses in Open MPI and 32-bit numbers in MPICH: both fit a
/// pointer, and what a function returns through one is set to 0 before, as MPICH fills half of it.
/// </summary>
internal static unsafe partial class MpiApi
{
    private const string Library = "mpi";

    static MpiApi() => NativeLibraryLoader.Register();

    [LibraryImport(Library)]
    public static partial int MPI_Initialized(int* flag);

    [LibraryImport(Library)]
    public static partial int MPI_Finalized(int* flag);

    [LibraryImport(Library)]
    public static partial int MPI_Init_thread(int* argc, byte*** argv, int required, int* provided);

    [LibraryImport(Library)]
    public static partial int MPI_Finalize();

    [LibraryImport(Library)]
    public static partial int MPI_Comm_rank(nint communicator, int* rank);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_size(nint communicator, int* size);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_dup(nint communicator, nint* duplicate);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_split(nint communicator, int color, int key, nint* part);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_group(nint communicator, nint* group);

    [LibraryImport(Library)]
    public static partial int MPI_Group_translate_ranks(nint from, int count, int* ranks, nint to, int* translated);

    [LibraryImport(Library)]
    public static partial int MPI_Send(byte* buffer, int count, nint type, int destination, int tag, nint communicator);

    [LibraryImport(Library)]
    public static partial int MPI_Ssend(byte* buffer, int count, nint type, int destination, int tag, nint communicator);

    [LibraryImport(Library)]
    public static partial int MPI_Iprobe(int source, int tag, nint communicator, int* flag, byte* status);

    [LibraryImport(Library)]
    public static partial int MPI_Recv(byte* buffer, int count, nint type, int source, int tag, nint communicator, byte* status);

    [LibraryImport(Library)]
    public static partial int MPI_Get_count(byte* status, nint type, int* count);

    /// <summary>Open MPI only: in MPICH both languages have the same handles.</summary>
    [LibraryImport(Library)]
    public static partial nint MPI_Comm_f2c(int communicator);

    /// <inheritdoc cref="MPI_Comm_f2c"/>
    [LibraryImport(Library)]
    public static partial int MPI_Comm_c2f(nint communicator);
}
