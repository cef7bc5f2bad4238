using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Events.Clowder.Extractors;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>
/// What is kept of a job until all that was made of it has left: a dead letter of it may be tried again, at the action that failed, when the job itself is over. Safe for
/// several threads.
/// </summary>
internal sealed class StoredJobs(FlowStore store, TimeProvider time)
{
    /// <summary>How long something is kept of jobs that came to nothing.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const string Scope = "clowder/jobs";
    private const int AtATime = 1_000;

    public void Keep(Job job, string source, ReadOnlySpan<byte> body)
    {
        if (!store.IsAvailable)
            return;
        var row = new ByteWriter();
        row.Int64(time.GetUtcNow().UtcDateTime.Ticks);
        row.Text(source);
        row.Text(job.Ticket.ReplyTo);
        row.Text(job.Ticket.CorrelationId ?? "");
        row.Count(job.Given.Count);
        foreach (var name in job.Given)
            row.Text(name);
        row.Block(body);
        var (key, value) = (job.Id.ToString(), row.Written.ToArray());
        store.Submit(new Change(transaction => transaction.PutItem(Scope, key, value)));
    }

    public void Forget(MessageId id)
    {
        if (store.IsOpen)
            store.Submit(new Change(transaction => transaction.RemoveItem(Scope, id.ToString())));
    }

    /// <summary>Removes what nobody asks for any more.</summary>
    public void Sweep()
    {
        if (!store.Exists)
            return;
        for (var after = ""; store.Open().ReadItems(Scope, after, AtATime) is { Count: > 0 } page; after = page[^1].Key)
        {
            var old = page.Where(item => time.GetUtcNow().UtcDateTime - new ByteReader(item.Value).Time() > Kept).Select(static item => item.Key).ToArray();
            if (old.Length > 0)
                store.Submit(new Change(transaction => Array.ForEach(old, key => transaction.RemoveItem(Scope, key))));
        }
    }

    /// <returns>Why it is not there; null: it is.</returns>
    public Failure? Find(MessageId id, Func<string, ExtractorDesk> deskOf, out Job job)
    {
        job = null!;
        if (!store.Exists || store.Open().ReadItem(Scope, id.ToString()) is not { } row)
            return Failure.Permanent("the job that the message is of is not known any more", "submit the file or dataset to the extractor again");
        var reader = new ByteReader(row);
        reader.Time();
        var desk = deskOf(reader.Text());
        if (desk.Servers is null)
            return new Failure(ErrorClass.Waiting, "the source that the job came from has not begun yet");
        var (replyTo, correlation) = (reader.Text(), reader.Text());
        var given = new HashSet<string>(StringComparer.Ordinal);
        for (var left = reader.Items(); left > 0; left--)
            given.Add(reader.Text());
        var failure = Job.Read(id, reader.Block(), replyTo, correlation.Length > 0 ? correlation : null, desk, out job);
        if (failure is null)
            job.Given = given;
        return failure;
    }

    private sealed class Change(Action<IStateTransaction> change) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => change(transaction);

        // A store that fails stops the flow; the job comes again.
        public override void Completed(StateException? failure)
        {
        }
    }
}
