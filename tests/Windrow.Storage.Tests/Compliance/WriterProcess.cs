using System.Diagnostics;

namespace Windrow.Storage.Tests.Compliance;

/// <summary>The test program that writes numbered steps into a store until it is killed.</summary>
internal static class WriterProcess
{
    /// <param name="location">Of the store, as <c>settings.state</c> has it.</param>
    public static Process Start(string location) => Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "windrow-fault-host"), ["store", location])
    {
        RedirectStandardOutput = true,
    })!;
}
