namespace Windrow.Native.NativeLibraries;

/// <summary>Every native library that some part of Windrow may load; each is loaded only when first used.</summary>
public static class NativeLibraryTable
{
    public static NativeLibraryInfo EcCodes { get; } = new(
        "eccodes", ["libeccodes.so.0", "libeccodes.so"], "libeccodes0",
        "reads and writes GRIB", NativeVersions.EcCodes);

    public static NativeLibraryInfo Sqlite { get; } = new(
        "sqlite3", ["libsqlite3.so.0", "libsqlite3.so"], "libsqlite3-0",
        "keeps state on disk", library => NativeVersions.Text(library, "sqlite3_libversion"));

    public static NativeLibraryInfo Proj { get; } = new(
        "proj", ["libproj.so.25", "libproj.so"], "libproj25",
        "map projections", static _ => null);

    public static NativeLibraryInfo Gdal { get; } = new(
        "gdal", ["libgdal.so.32", "libgdal.so"], "libgdal32",
        "raster files", NativeVersions.Gdal);

    public static NativeLibraryInfo Magics { get; } = new(
        "MagPlus", ["libMagPlus.so.3", "libMagPlus.so.3d", "libMagPlus.so"], "libmagplus3v5",
        "renders weather maps", NativeVersions.Magics);

    public static NativeLibraryInfo FreeType { get; } = new(
        "freetype", ["libfreetype.so.6", "libfreetype.so"], "libfreetype6",
        "writes watermarks on maps", static _ => null);

    public static NativeLibraryInfo Fdb { get; } = new(
        "fdb5", ["libfdb5.so.0d", "libfdb5.so"], "libfdb5-0d",
        "archives fields in FDB", NativeVersions.Fdb);

    public static NativeLibraryInfo NetCdf { get; } = new(
        "netcdf", ["libnetcdf.so.19", "libnetcdf.so.22", "libnetcdf.so"], "libnetcdf19",
        "writes NetCDF files", static library => NativeVersions.Text(library, "nc_inq_libvers") is { } text ? text.Split(' ')[0] : null);

    public static NativeLibraryInfo Mpi { get; } = new(
        "mpi", ["libmpi.so.40", "libmpich.so.12", "libmpi.so"], "libopenmpi3",
        "receives fields from a model over MPI", static _ => null);

    public static NativeLibraryInfo ZeroMq { get; } = new(
        "zmq", ["libzmq.so.5", "libzmq.so"], "libzmq5",
        "posttroll messages", NativeVersions.ZeroMq);

    /// <summary>All of the above, in the order that <c>windrow doctor</c> prints them.</summary>
    public static IReadOnlyList<NativeLibraryInfo> All { get; } =
        [EcCodes, Sqlite, Proj, Gdal, Magics, FreeType, Fdb, NetCdf, Mpi, ZeroMq];

    /// <summary>The library of that logical name, or null.</summary>
    public static NativeLibraryInfo? Find(string name)
    {
        foreach (var library in All)
        {
            if (library.Name == name)
                return library;
        }

        return null;
    }
}
