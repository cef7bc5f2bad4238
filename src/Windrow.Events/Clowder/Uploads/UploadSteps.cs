using System.Collections.Concurrent;
using Windrow.Core.State;
using Windrow.Events.Clowder.Jobs;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>
/// What was uploaded, step by step, so that nothing is twice: an upload is written down before it is sent, and again when the server has it. Safe for several
/// threads.
/// </summary>
/// <remarks>Kept for 30 days, about 150 bytes for each upload; where the flow keeps no state, as long as the process lives.</remarks>
internal sealed class UploadSteps(FlowStore store, TimeProvider time)
{
    private const string Scope = "clowder/uploads";
    private const int AtATime = 1_000;

    private readonly ConcurrentDictionary<string, UploadStep> _here = new(StringComparer.Ordinal);

    /// <returns>Null: it was never begun.</returns>
    public UploadStep? Find(string step)
    {
        if (!store.IsAvailable)
            return _here.TryGetValue(step, out var here) ? here : null;
        return store.Exists && store.Open().ReadItem(Scope, step) is { } row ? UploadStep.From(row) : null;
    }

    /// <summary>Writes down how far an upload has come; durable when it returns.</summary>
    /// <exception cref="StateException">It could not be.</exception>
    public void Note(string step, bool isDone, string part = "")
    {
        var noted = new UploadStep(time.GetUtcNow().UtcDateTime, isDone, part);
        if (!store.IsAvailable)
        {
            _here[step] = noted;
            return;
        }

        var row = noted.ToBytes();
        Make(transaction => transaction.PutItem(Scope, step, row));
    }

    /// <summary>Forgets an upload that the server has refused.</summary>
    public void Forget(string step)
    {
        _here.TryRemove(step, out _);
        if (store.IsAvailable)
            Make(transaction => transaction.RemoveItem(Scope, step));
    }

    /// <summary>Removes what nobody asks for any more.</summary>
    public void Sweep()
    {
        if (!store.Exists)
            return;
        for (var after = ""; store.Open().ReadItems(Scope, after, AtATime) is { Count: > 0 } page; after = page[^1].Key)
        {
            var old = page.Where(item => time.GetUtcNow().UtcDateTime - UploadStep.From(item.Value).At > StoredJobs.Kept).Select(static item => item.Key).ToArray();
            if (old.Length > 0)
                Make(transaction => Array.ForEach(old, key => transaction.RemoveItem(Scope, key)));
        }
    }

    private void Make(Action<IStateTransaction> change)
    {
        var write = new AwaitedWrite(change);
        store.Submit(write);
        write.Wait();
    }
}
