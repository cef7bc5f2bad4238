using Windrow.Core.Plans;

namespace Windrow.Core.Products;

/// <summary>
/// The ledger for sinks whose products lie in data sets or databases, each under a name of its own, where one that comes again takes the place of the first. What was
/// made is durable already when it is entered, and its message is settled when the entry is durable too; a process that is killed between the two makes it again, in
/// the same place, and enters it then.
/// </summary>
public sealed class ProductEntries(ActionContext context)
{
    /// <summary>Whether the flow keeps a ledger. Without one messages are settled when they are written.</summary>
    public bool AreKept => context.Store.IsAvailable;

    /// <summary>Enters what was made, and delivers its messages when that is durable; those of one message stand together.</summary>
    public void Enter(IReadOnlyList<EnteredProduct> made) => context.Store.Submit(new EntriesWrite(context, made, delivers: true));

    /// <summary>Enters what an action has made on the way, of a message that is settled by what follows: in the store it is before all that is submitted from here on.</summary>
    public void Note(IReadOnlyList<EnteredProduct> made) => context.Store.Submit(new EntriesWrite(context, made, delivers: false));
}
