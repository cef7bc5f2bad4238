using Microsoft.Extensions.Logging;
using Windrow.Core.Binary;
using Windrow.Core.IO;
using Windrow.Core.Sources;
using Windrow.Core.State;

namespace Windrow.Core.Flows;

/// <summary>
/// Removes inputs that were moved away when they were done, and kept long enough: those that are noted in the state, if
/// they are still what was moved. For one caller at a time.
/// </summary>
internal sealed class InputRetention(FlowStore store, IFileSystem files, ILogger log)
{
    private const int AtATime = 1_000;

    private long _removed;

    /// <summary>Files removed in this run.</summary>
    public long Removed => Volatile.Read(ref _removed);

    /// <summary>Removes what was moved before a time. What cannot be removed now is tried again the next time.</summary>
    public void Remove(DateTimeOffset before)
    {
        var removed = _removed;
        try
        {
            var (after, end) = ("", MovedInput.KeyOf(before));
            while (store.IsOpen && store.Open().ReadItems(MovedInput.Scope, after, AtATime) is { Count: > 0 } page)
            {
                var due = page.TakeWhile(item => string.CompareOrdinal(item.Key, end) < 0).ToList();
                Remove(due);
                if (due.Count < AtATime)
                    break;
                after = page[^1].Key;
            }
        }
        catch (StateException exception)
        {
            // The flow ends meanwhile, or its state is broken, which others tell.
            FlowLog.InputsNotLooked(log, exception.Message);
        }

        if (_removed > removed)
            FlowLog.InputsRemoved(log, _removed - removed);
    }

    private void Remove(List<StateItem> items)
    {
        var done = new List<string>();
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (MayForget(item, changed))
                done.Add(item.Key);
        }

        try
        {
            foreach (var directory in changed)
                files.SyncDirectory(directory);
        }
        catch (IOException exception)
        {
            // The notes stay, and are found to be of nothing the next time.
            FlowLog.InputsNotLooked(log, exception.Message);
            return;
        }

        if (done.Count > 0)
            store.Submit(new ForgetWrite(done));
    }

    private bool MayForget(StateItem item, HashSet<string> changed)
    {
        try
        {
            var input = MovedInput.Read(item.Value);
            if (input.Objection(files, out var isThere) is { } objection)
            {
                FlowLog.InputLeft(log, input.Path, objection);
            }
            else if (isThere)
            {
                files.Delete(input.Path);
                changed.Add(Path.GetDirectoryName(input.Path)!);
                Volatile.Write(ref _removed, _removed + 1);
            }

            return true;
        }
        catch (CorruptDataException exception)
        {
            FlowLog.InputLeft(log, item.Key, exception.Message);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            FlowLog.InputLeft(log, item.Key[(item.Key.IndexOf('/', StringComparison.Ordinal) + 1)..], exception.Message);
            return false;
        }
    }

    private sealed class ForgetWrite(List<string> keys) : StateWrite
    {
        public override bool MakesRoom => true;

        public override void Apply(IStateTransaction transaction)
        {
            foreach (var key in keys)
                transaction.RemoveItem(MovedInput.Scope, key);
        }

        public override void Completed(StateException? failure)
        {
        }
    }
}
