using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect.News;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect;

/// <content>What is told of members without the key of their set.</content>
internal sealed partial class KeptSets
{
    /// <summary>Keeps what is known of a member now that does not count yet. Its own row stays, and holds its message.</summary>
    public void Tell(CollectedSet set, int number, MessageId identity, WaitingMember member, in MemberFacts facts, DateTime came)
    {
        _writer.Clear();
        MemberRow.WriteHead(_writer, options, identity, member.Id, came, member.Are, facts, of: member.Row);
        Pending.Add(MemberRow.KeyOf(set.Number, number), _writer.Written.ToArray(), null);
        if (member.Number != member.Row)
            Pending.Remove(MemberRow.KeyOf(set.Number, member.Number));
    }

    /// <summary>A member that does not count yet goes on to another set, with what is known of it now. Waits until it is durable, which is seldom needed.</summary>
    /// <exception cref="StateException">Its row cannot be read; nothing was changed.</exception>
    public void Move(CollectedSet from, WaitingMember member, CollectedSet to, int number, MessageId identity, in MemberFacts facts, DateTime came, CancellationToken stop)
    {
        Wait(stop);
        var item = ItemOf(from.Number, member.Row);
        var row = ReadMember(item.Value, out var are);
        PayloadReference? payload = null;
        _writer.Clear();
        MemberRow.WriteHead(_writer, options, identity, row.Id, came, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(are), facts with { Entry = row.Facts.Entry });
        if (item.Payload is null)
        {
            _writer.Append(row.Rest());
        }
        else
        {
            // A hold of its own on the payload, which is that of the message.
            var message = row.ReadMessage(store.Messages);
            var body = new ByteWriter();
            payload = store.Write(body, message);
            message.Abandon();
            _writer.Append(body.Written);
        }

        Pending.Add(MemberRow.KeyOf(to.Number, number), _writer.Written.ToArray(), payload);
        Remove(from, member);
    }

    public void Put(MemberNews news)
    {
        if (HasEnded)
            return;
        _writer.Clear();
        NewsRow.Write(_writer, news);
        Pending.Put(NewsRow.KeyOf(news.Identity, news.Part), _writer.Written.ToArray());
    }

    public void Remove(MemberNews news)
    {
        if (!HasEnded)
            Pending.Remove(NewsRow.KeyOf(news.Identity, news.Part));
    }

    // A member that counts since something was told of it, as if it had come whole.
    private byte[] Whole(long set, byte[] state)
    {
        var told = ReadMember(state, out _);
        if (told.Of == 0 || !told.Facts.IsReady)
            return state;
        var (identity, came, facts) = (told.Identity, told.Came, told.Facts);
        var item = ItemOf(set, told.Of);
        var row = ReadMember(item.Value, out var are);
        _writer.Clear();
        MemberRow.WriteHead(_writer, options, identity, row.Id, came, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(are), facts with { Entry = row.Facts.Entry });
        _writer.Append(row.Rest());
        return _writer.Written.ToArray();
    }

    private StateItem ItemOf(long set, int number)
    {
        // Rows have the numbers from 1, and this one is the next behind where the one before it would be.
        var page = store.Open().ReadItems(ledger.Scope, MemberRow.KeyOf(set, number - 1), 1);
        return page.Count > 0 && page[0].Key == MemberRow.KeyOf(set, number) ? page[0] : throw new CorruptDataException($"a member without its row {number}");
    }
}
