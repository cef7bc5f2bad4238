using System.Runtime.ExceptionServices;
using Windrow.Core.IO;

namespace Windrow.Maps.Pantries;

/// <summary>Files of a pantry that become durable together: synced, then given their names, then the names made durable.</summary>
internal sealed class PantryGroup(string folder, IFileSystem files, IReadOnlyList<PendingInput> inputs)
{
    // File systems commit together what is synced at the same time.
    private static readonly ParallelOptions Together = new() { MaxDegreeOfParallelism = 8 };

    private ExceptionDispatchInfo? _failure;

    public IReadOnlyList<PendingInput> Inputs => inputs;

    /// <summary>Makes them durable, on any thread; what goes wrong is told when the group is taken.</summary>
    public void MakeDurable()
    {
        try
        {
            Parallel.ForEach(inputs, Together, static input => input.File.Sync());
            foreach (var input in inputs)
                input.File.Dispose();
            foreach (var input in inputs)
                files.Move(input.Draft, input.Path);
            files.SyncDirectory(folder);
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception is AggregateException several ? several.InnerExceptions[0] : exception);
        }
    }

    /// <summary>Throws what went wrong.</summary>
    public void ThrowIfFailed() => _failure?.Throw();
}
