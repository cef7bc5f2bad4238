using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.Mpi;

/// <summary>What Open MPI and MPICH disagree about; found out from the library that was loaded.</summary>
internal sealed record MpiConstants(bool IsOpenMpi, nint World, nint Byte, int AnySource, int SourceOffset)
{
    /// <summary>Bytes of a status, more than either has.</summary>
    public const int StatusSize = 64;

    /// <summary>MPI_THREAD_SERIALIZED, the same in both.</summary>
    public const int Serialized = 2;

    private static readonly Lazy<MpiConstants> Loaded = new(Load);

    public static MpiConstants Value => Loaded.Value;

    private static MpiConstants Load()
    {
        if (!NativeLibraryLoader.TryLoad(NativeLibraryTable.Mpi, out var library))
            throw new NativeLibraryMissingException(NativeLibraryTable.Mpi);
        return NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var world)
            ? new MpiConstants(true, world, NativeLibrary.GetExport(library, "ompi_mpi_byte"), -1, 0)
            : new MpiConstants(false, 0x44000000, 0x4c00010d, -2, 8);
    }
}
