using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.PlugIns.Collect.Shared;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect.Orders;

/// <summary>Does to sets what an operator wants while no process runs the flow, or none that can be asked: the next one that runs it carries it out.</summary>
public static class StoredOrders
{
    /// <returns>Why nothing was done; null: it is done, and durable.</returns>
    /// <exception cref="StateException">It could not be made durable, or the store makes no sense.</exception>
    public static string? Do(IStateStore store, StoredCollection collection, SetOrder order, StoredFormats formats, DateTime now)
    {
        var scope = $"{FoldLedger.ScopePrefix}{collection.Plan}/{collection.Action}";
        if (collection.IsShared)
        {
            var options = StoredCollections.Options(store.SharedSets!.Declaration(scope) ?? "", collection.Plan, collection.Action);
            if (store.SharedSets.Find(scope, order.Key) is not { } row)
                return order.Objection(null);
            var write = new OrderWrite(scope, new SharedRules(options, formats, new MemberReading(options)), order, row, now, isMine: false);
            store.Submit(write);
            return write.Done.GetAwaiter().GetResult();
        }

        return DoAlone(store, scope, collection, order, formats, now);
    }

    private static string? DoAlone(IStateStore store, string scope, StoredCollection collection, SetOrder order, StoredFormats formats, DateTime now)
    {
        var options = StoredCollections.Options(System.Text.Encoding.UTF8.GetString(store.ReadItem(scope, FoldLedger.DeclarationKey) ?? []), collection.Plan, collection.Action);
        CollectedSet? set = null;
        var are = new List<int>();
        foreach (var item in StoredCollections.Items(store, scope))
        {
            if (!MemberRow.TrySplit(item.Key, out var ofSet, out var number))
                continue;
            if (number == 0)
            {
                // The last of the key.
                var read = SetRow.Read(ofSet, item.Value, options.Members, formats);
                if (StoredCollection.TextOf(read.Key) == order.Key)
                    set = read;
            }
            else if (set is not null && ofSet.SequenceEqual(SetRow.KeyOf(set.Number)))
            {
                are.Clear();
                set.Restore(MemberRow.Read(item.Value, options, are), number, are);
            }
        }

        if (order.Objection(set) is { } objection)
            return objection;
        Change(set!, order, options, now);
        var writer = new ByteWriter();
        SetRow.Write(writer, set!);
        var write = new AwaitedWrite(transaction => transaction.PutItem(scope, SetRow.KeyOf(set!.Number), writer.Written));
        store.Submit(write);
        write.Wait();
        return null;
    }

    private static void Change(CollectedSet set, SetOrder order, CollectOptions options, DateTime now)
    {
        switch (order.Verb)
        {
            case SetVerb.Fire:
                set.Revision++;
                set.End(SetPhase.Emitted, now);
                set.Due.Add(new Emission(set, set.Revision, set.LastMember, new Completeness(options).IsComplete(set, now), isAlert: false));
                break;
            case SetVerb.Drop:
                set.End(SetPhase.Dropped, now);
                break;
            default:
                order.Extend(set, options, now);
                break;
        }
    }
}
