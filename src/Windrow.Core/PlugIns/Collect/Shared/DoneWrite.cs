using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>Takes what has left, and is done, out of the outbox.</summary>
internal sealed class DoneWrite(string scope, SharedRules rules, SharedEmissionRow emission, Delivery delivery, DateTime now) : SharedSetWork(scope)
{
    public override IReadOnlyList<(MessageId KeyId, long Number)> Sets { get; } = [(emission.KeyId, emission.Set)];

    public override void Decide(SharedSetPage page)
    {
        page.Remove(emission);
        if (page.Find(emission.Set) is not { } row)
            return;
        var set = rules.Wrap(row);
        if (!rules.IsSpent(set) || row.Members == 0 || page.HasEmissions(row))
            return;
        if (row.LastMember <= SharedRules.MembersAtOnce)
        {
            page.RemoveMembers(row, SharedRules.MembersAtOnce);
            (row.Members, row.Waiting) = (0, 0);
        }
        else
        {
            (row.IsSpent, row.LookAt) = (true, now);
        }

        page.Put(row);
    }

    public override void Completed(StateException? failure)
    {
        // A repetition need not be known any more once the store has it no more.
        if (failure is null)
            delivery.Close();
    }
}
