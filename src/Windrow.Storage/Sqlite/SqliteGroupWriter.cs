using Windrow.Core.State;
using Windrow.Storage.Commits;

namespace Windrow.Storage.Sqlite;

/// <summary>Applies groups of writes to a database of SQLite.</summary>
/// <param name="unheld">Told, after a commit, which payloads lost their last row.</param>
internal sealed class SqliteGroupWriter(StateTransaction transaction, System.Action<IReadOnlyList<string>> unheld) : IGroupWriter
{
    private const int PagesAtOnce = 128;

    public TimeSpan LongestWait => TimeSpan.FromSeconds(30);

    public bool MustMakeRoom
    {
        set => transaction.MustMakeRoom = value;
    }

    public StateException? TryCommit(List<StateWrite> writes, int start, int end, bool makesRoom)
    {
        try
        {
            transaction.Begin(makesRoom);
            for (var i = start; i < end; i++)
                writes[i].Apply(transaction);
            transaction.Commit();
        }
        catch (Exception exception)
        {
            var failure = StateErrors.Translate(exception);
            if (failure.Trouble == StateTrouble.Full && transaction.Room.IsLimited)
                failure = new StateException(StateTrouble.Full, $"{failure.Message} The state may have reached 'settings.state-maximum'.", exception);
            return Undo(failure);
        }

        if (transaction.Unheld.Count > 0)
            unheld(transaction.Unheld);
        return null;
    }

    public bool GiveBack() => StateErrors.Translating(() => transaction.Room.GiveBack(PagesAtOnce));

    private StateException Undo(StateException failure)
    {
        try
        {
            transaction.Rollback();
            return failure;
        }
        catch (Exception exception)
        {
            // With the transaction neither done nor undone there is nothing to go on from.
            return new StateException(StateTrouble.Broken, $"{failure.Message} And it could not be undone: {exception.Message}", exception);
        }
    }
}
