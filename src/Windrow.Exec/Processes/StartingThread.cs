using System.Collections.Concurrent;

namespace Windrow.Exec.Processes;

/// <summary>
/// Starts all processes from one thread that never ends. The kernel takes the end of the thread that started a process for the
/// end of its parent, and would kill the process when the thread pool lets a thread go.
/// </summary>
internal static class StartingThread
{
    private static readonly BlockingCollection<Action> Work = Begin();

    /// <summary>Runs something there, and waits for it.</summary>
    public static T Run<T>(Func<T> start)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                result.SetResult(start());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        });
        return result.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in work.GetConsumingEnumerable())
                start();
        })
        {
            IsBackground = true,
            Name = "starts programs",
        }.Start();
        return work;
    }
}
