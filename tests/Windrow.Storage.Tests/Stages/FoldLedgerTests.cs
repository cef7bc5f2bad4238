using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.State;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Stages;

public class FoldLedgerTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(10_000)] // more ids than a row holds: they are in a file beside it
    public void Messages_that_were_taken_in_are_known_after_a_restart(int count)
    {
        using var directory = new StateDirectory();
        var fold = new Fold();
        var messages = Enumerable.Range(0, count).Select(static number => new Message(MessageKind.Event, Metadata.Empty, Payload.None, new Origin("source", "in", number))).ToList();
        using (var store = Store(directory))
        {
            var ledger = Ledger(store, fold);
            foreach (var message in messages)
                ledger.Absorb(message);
            var snapshot = ledger.Take(fold, everything: true);
            var write = new AwaitedWrite(snapshot.Apply);
            store.Submit(write);
            write.Wait();
            snapshot.Done();
        }

        using var again = Store(directory);
        var restored = Ledger(again, fold);
        restored.Restore(fold);
        messages.ShouldAllBe(message => restored.Knows(message.Id));
        restored.Knows(new Origin("source", "in", count).Id).ShouldBeFalse();
    }

    private static FlowStore Store(StateDirectory directory)
    {
        var services = new EngineServices { States = new SqliteStates(new PhysicalFileSystem(), TimeProvider.System) };
        return new FlowStore(services, directory.Path, new StoredFormats());
    }

    private static FoldLedger Ledger(FlowStore store, PlanAction fold) =>
        new(store, "plan", new ActionDefinition("fold", 1, null, SourceLocation.None, () => fold));

    private sealed class Fold : PlanAction
    {
        public override bool Checkpoints => true;

        public override void Process(Message message, Output output) => output.Absorb(message);
    }
}
