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
        return TryFind(library, "ompi_mpi_comm_world", out var world) && TryFind(library, "ompi_mpi_byte", out var octet)
            ? new MpiConstants(true, world, octet, -1, 0)
            : new MpiConstants(false, 0x44000000, 0x4c00010d, -2, 8);
    }

    // A model that is linked with the library has, in itself, the copy of its variables that the library works with.
    private static bool TryFind(nint library, string name, out nint address) =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), name, out address) || NativeLibrary.TryGetExport(library, name, out address);
}
