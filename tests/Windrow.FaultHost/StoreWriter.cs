using Windrow.Core.IO;
using Windrow.Storage;
using Windrow.Testing.Compliance.Stores;

namespace Windrow.FaultHost;

/// <summary>Writes numbered steps into a store until it is killed, and says which are durable.</summary>
internal static class StoreWriter
{
    public static int Run(string location)
    {
        using var store = new SqliteStates(new PhysicalFileSystem(), TimeProvider.System).Open(location);
        using var output = Console.OpenStandardOutput();
        StoreWorkload.Run(
            store,
            step =>
            {
                // A line in one piece: what is cut off by the end of the process is not a shorter number.
                output.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{step};\n")));
                output.Flush();
            },
            CancellationToken.None);
        return 0;
    }
}
