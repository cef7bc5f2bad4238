using System.Runtime.InteropServices;
using Windrow.Native.Libc;

namespace Windrow.Native.Fdb;

/// <summary>
/// ECMWF's Fields Database (FDB5), as its C library opens it: configured by <c>FDB5_CONFIG</c>, <c>FDB5_CONFIG_FILE</c> or
/// <c>FDB_HOME</c> in the environment. A handle is for one thread at a time.
/// </summary>
public sealed unsafe class FdbHandle : SafeHandle
{
    private static readonly string[] Silencers = ["ECKIT_EXCEPTION_IS_SILENT", "ECKIT_SERIOUS_BUG_IS_SILENT", "ECKIT_ASSERT_FAILED_IS_SILENT"];
    private static readonly Lock Turn = new();
    private static bool _isInitialised;

    private FdbHandle(nint fdb)
        : base(0, ownsHandle: true) => SetHandle(fdb);

    public override bool IsInvalid => handle == 0;

    /// <summary>Opens the database. What is wrong with its configuration may show only when it is first written to.</summary>
    /// <exception cref="FdbException">FDB cannot be opened.</exception>
    /// <exception cref="NativeLibraries.NativeLibraryMissingException">The library is not installed.</exception>
    public static FdbHandle Open()
    {
        lock (Turn)
        {
            if (!_isInitialised)
            {
                // Errors come back as texts; the library need not print them, with a back trace, as well.
                foreach (var variable in Silencers.Where(static variable => Environment.GetEnvironmentVariable(variable) is null))
                    ProcessEnvironment.Set(variable, "1");
                Check(FdbApi.fdb_initialise(), "start the library");
                _isInitialised = true;
            }
        }

        Check(FdbApi.fdb_new_handle(out var fdb), "open the database");
        return new FdbHandle(fdb);
    }

    /// <summary>Archives a GRIB message under the MARS keys that it says itself. It is visible and durable after the next <see cref="Flush"/>.</summary>
    /// <exception cref="FdbException">The message has not all keys that the schema wants, or the disk refuses.</exception>
    public void Archive(ReadOnlySpan<byte> message) => Check(FdbApi.fdb_archive_multiple(this, 0, message, (nuint)message.Length), "archive the message");

    /// <summary>Archives data under the keys that are given; FDB does not hold them against the data.</summary>
    /// <inheritdoc cref="Archive(ReadOnlySpan{byte})"/>
    public void Archive(ReadOnlySpan<byte> data, IReadOnlyCollection<KeyValuePair<string, string>> keys)
    {
        Check(FdbApi.fdb_new_key(out var key), "make a key");
        try
        {
            foreach (var (name, value) in keys)
                Check(FdbApi.fdb_key_add(key, name, value), $"take the key {name}={value}");
            Check(FdbApi.fdb_archive(this, key, data, (nuint)data.Length), "archive the message");
        }
        finally
        {
            _ = FdbApi.fdb_delete_key(key);
        }
    }

    /// <summary>Makes visible and durable what was archived.</summary>
    /// <exception cref="FdbException">The disk refuses.</exception>
    public void Flush() => Check(FdbApi.fdb_flush(this), "flush");

    protected override bool ReleaseHandle() => FdbApi.fdb_delete_handle(handle) == 0;

    private static void Check(int error, string what)
    {
        if (error != 0)
            throw new FdbException(what, Marshal.PtrToStringUTF8((nint)FdbApi.fdb_error_string(error)) ?? "");
    }
}
