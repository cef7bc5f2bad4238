using Windrow.Core.State;

namespace Windrow.Storage.Commits;

/// <summary>Applies a group of writes in one transaction, for one kind of store. For the thread of <see cref="GroupCommit"/>.</summary>
internal interface IGroupWriter
{
    /// <summary>The longest time between two tries where a store is waited for.</summary>
    TimeSpan LongestWait { get; }

    /// <summary>See <see cref="IStateTransaction.MustMakeRoom"/>.</summary>
    bool MustMakeRoom { set; }

    /// <summary>Makes writes durable, all or none.</summary>
    /// <param name="makesRoom">Whether they only remove, and may exceed a limit by the little that this needs.</param>
    /// <returns>
    /// Null: they are durable. Else why not; with <see cref="StateTrouble.Busy"/> that may not be known, and the same
    /// group has to be given again.
    /// </returns>
    StateException? TryCommit(List<StateWrite> writes, int start, int end, bool makesRoom);

    /// <summary>Nothing has been written for a while: gives back some of the space that is not needed.</summary>
    /// <returns>False: there is no more to give back.</returns>
    bool GiveBack();
}
