using Windrow.Core.Messages;

namespace Windrow.Core.State.Sets;

/// <summary>The sets that a <see cref="SharedSetWork"/> has taken, as they are with all that was decided before it. For the store's thread.</summary>
public abstract class SharedSetPage
{
    /// <summary>The last set of a key of the work's arrivals.</summary>
    public abstract SharedSetRow Latest(MessageId keyId);

    /// <summary>The last set of a key of a member that something is told of; null: there is none any more.</summary>
    public abstract SharedSetRow? LatestOrNone(MessageId keyId);

    /// <summary>In which sets of the work's action a member is that something is told of, and does not count yet.</summary>
    public abstract IReadOnlyList<SharedMemberRow> Waiting(MessageId identity);

    /// <summary>What was told of a member, of the work's arrivals or of those that something is told of.</summary>
    public abstract IReadOnlyList<SharedNewsRow> News(MessageId identity);

    /// <summary>A set that was taken; null: it is not there any more.</summary>
    public abstract SharedSetRow? Find(long number);

    /// <summary>A member that an arrival of the work is; null: it is new.</summary>
    public abstract SharedMemberRow? Member(long home, MessageId identity);

    /// <summary>Takes sets that are to be looked at, and that no other process has.</summary>
    public abstract IReadOnlyList<SharedSetRow> TakeDue(DateTime now, int most);

    /// <summary>Takes sets beyond a limit, and that no other process has: the oldest of those that are open, or of those that are over.</summary>
    /// <param name="lastOpen">The highest phase of a set that is open.</param>
    public abstract IReadOnlyList<SharedSetRow> TakeBeyond(bool areOpen, byte lastOpen, int limit, int most);

    /// <summary>Takes over what processes were to carry out that have ended.</summary>
    /// <param name="withOwn">Also what this process is to carry out itself, as it may have begun anew.</param>
    public abstract IReadOnlyList<SharedEmissionRow> TakeOver(DateTime now, bool withOwn);

    /// <summary>Begins another set of the same key.</summary>
    public abstract SharedSetRow BeginNext(SharedSetRow before);

    /// <summary>A set was changed.</summary>
    public abstract void Put(SharedSetRow set);

    /// <summary>A member is new, or was changed.</summary>
    public abstract void Put(SharedMemberRow member);

    /// <summary>Something new was told of a member, or it was used for the first time.</summary>
    public abstract void Put(SharedNewsRow news);

    /// <summary>Removes what was told of members of the work's action and is too old, or the oldest of too much.</summary>
    /// <param name="before">UTC.</param>
    /// <param name="maximum">How much of it may stay.</param>
    /// <returns>How much, and to how much of it no set had the member.</returns>
    public abstract (int Removed, int Unused) ForgetNews(DateTime before, int maximum, int most);

    /// <summary>Enters what is to leave.</summary>
    /// <param name="isMine">Whether this process carries it out; else one that runs the flow does.</param>
    public abstract void Put(SharedEmissionRow emission, bool isMine = true);

    /// <summary>It has left, and all that was made of it is done.</summary>
    public abstract void Remove(SharedEmissionRow emission);

    /// <summary>Whether anything of a set is on its way.</summary>
    public abstract bool HasEmissions(SharedSetRow set);

    /// <summary>Removes members of a set.</summary>
    /// <returns>How many.</returns>
    public abstract int RemoveMembers(SharedSetRow set, int most);

    /// <summary>Removes a set, whose members are removed already.</summary>
    public abstract void Remove(SharedSetRow set);
}
