using Windrow.Core.State;

namespace Windrow.FlowTesting.Running;

/// <summary>A state store that counts the writes that are under way; for the rest it is the one within.</summary>
internal sealed class CountedStore(IStateStore inner, CountedStates count) : StateStoreAround(inner)
{
    public override void Submit(StateWrite write)
    {
        count.Begin();
        Inner.Submit(new CountedWrite(write, count));
    }

    private sealed class CountedWrite(StateWrite write, CountedStates count) : StateWrite
    {
        public override bool MakesRoom => write.MakesRoom;

        public override void Apply(IStateTransaction transaction) => write.Apply(transaction);

        public override void Completed(StateException? failure)
        {
            // Not before whoever submitted it was told, and has begun what comes of it.
            write.Completed(failure);
            count.End();
        }
    }
}
