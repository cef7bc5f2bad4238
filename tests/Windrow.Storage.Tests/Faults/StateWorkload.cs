using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Storage.Sqlite;
using Windrow.Storage.Tests.Testing;
using Windrow.Testing.Compliance.Stores;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;
using Windrow.Testing.Sqlite;

namespace Windrow.Storage.Tests.Faults;

/// <summary>
/// Writes of every kind, one after the other and at last several at once, on a disk that fails, and what the store told
/// of each. Afterwards the store has to hold exactly what was acknowledged, and perhaps what was under way.
/// </summary>
internal sealed class StateWorkload(StateDirectory directory)
{
    // The last ones are submitted together.
    private const int Together = 4;

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly Step[] Steps =
    [
        Enqueue(1, content: null),
        Enqueue(2, content: 1),
        Put("a", content: 2),
        Enqueue(3, content: 1),
        Bury(7, content: 2),
        new(null, (model, _) => model.Postpone("q", 1, 2, Now), (transaction, queue, _) => transaction.Postpone(queue, 1, 2, Now)),
        Dequeue(2),
        Put("a", content: 3),
        Bury(7, content: null),
        Dequeue(3),
        Put("b", content: null),
        Enqueue(4, content: 4),
        new(null, (model, _) => model.RemoveItem("s", "a"), (transaction, _, _) => transaction.RemoveItem("s", "a")),
        Enqueue(5, content: null),
        Dequeue(1),
    ];

    private readonly List<StateException?> _outcomes = [];
    private bool _isOpened;

    /// <summary>The outcomes of the writes that were submitted.</summary>
    public IReadOnlyList<StateException?> Outcomes => _outcomes;

    /// <summary>What the store said about its troubles.</summary>
    public List<StateException?> Troubles { get; } = [];

    public bool IsDone => _outcomes.Count == Steps.Length && _outcomes.TrueForAll(static outcome => outcome is null);

    /// <summary>Runs the writes; on a full disk the clock goes on until there is space.</summary>
    public void Run(FaultPlan plan)
    {
        using var vfs = new FaultyVfs(plan);
        var time = new ManualTime();
        try
        {
            using var store = SqliteStateStore.Open(directory.Path, new SqliteStateOptions(new FaultyFileSystem(plan), time) { Vfs = vfs.Name });
            store.TroubleChanged += Troubles.Add;
            var queue = WaitFor(Task.Run(() => store.Queue("q")), time);
            _isOpened = true;
            for (var i = 0; i < Steps.Length; i++)
            {
                var steps = i < Steps.Length - Together ? Steps.AsSpan(i, 1) : Steps.AsSpan(i);
                if (!Submit(store, queue, steps, time))
                    return;
                i += steps.Length - 1;
            }
        }
        catch (StateException)
        {
            // It could not be opened, or a payload could not be kept; what counts is what the files say.
        }
    }

    /// <summary>Opens the store on a good disk, compares, and does the rest of the writes.</summary>
    public void Verify(string when)
    {
        var acknowledged = _outcomes.TakeWhile(static outcome => outcome is null).Count();
        _outcomes.Skip(acknowledged).ShouldAllBe(static outcome => outcome != null, $"{when}: something was acknowledged after a write that failed");
        using var store = directory.Open();
        var found = Describe(store);
        var candidates = Enumerable.Range(acknowledged, _outcomes.Count - acknowledged + 1).Select(ModelAfter).ToList();
        var at = candidates.FindIndex(model => Describe(model) == found);
        if (_isOpened)
            at.ShouldBeGreaterThanOrEqualTo(0, $"{when}: {acknowledged} writes were acknowledged; the store has\n{found}\nand should have\n{Describe(candidates[0])}");
        ShouldBeWhole(store, when);

        // It goes on from there.
        var model = at < 0 ? ModelAfter(0) : candidates[at];
        model.Reopened();
        var queue = store.Queue("q");
        model.AddQueue("q");
        foreach (var step in Steps.Skip(at < 0 ? 0 : acknowledged + at))
        {
            var payload = step.Content is { } content ? store.Payloads.Keep(ContentOf(content)) : null;
            step.Model(model, payload);
            new Write(transaction => step.Store(transaction, queue, payload)).To(store).ShouldBeNull(when);
            if (payload is not null)
                store.Payloads.Release(payload);
        }

        Describe(store).ShouldBe(Describe(model), when);
        ShouldBeWhole(store, when);
    }

    private bool Submit(SqliteStateStore store, int queue, ReadOnlySpan<Step> steps, ManualTime time)
    {
        var writes = new List<Write>();
        var payloads = new List<PayloadReference>();
        foreach (var step in steps)
        {
            var payload = step.Content is { } content ? Keep(store, ContentOf(content)) : null;
            if (payload is not null)
                payloads.Add(payload);
            var (apply, kept) = (step.Store, payload);
            var write = new Write(transaction => apply(transaction, queue, kept));
            writes.Add(write);
            store.Submit(write);
        }

        foreach (var write in writes)
        {
            _outcomes.Add(WaitFor(write.Done, time));
        }

        payloads.ForEach(store.Payloads.Release);
        return writes.TrueForAll(static write => write.Done.Result is null);
    }

    // As long as the store waits for the disk, the clock goes on.
    private static T WaitFor<T>(Task<T> task, ManualTime time)
    {
        while (!task.IsCompleted)
        {
            if (time.Waiting > 0)
                time.Advance(TimeSpan.FromSeconds(30));
            Thread.Yield();
        }

        return task.GetAwaiter().GetResult();
    }

    // Who keeps a payload waits for a full disk by itself.
    private static PayloadReference Keep(SqliteStateStore store, byte[] content)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return store.Payloads.Keep(content);
            }
            catch (StateException exception) when (exception.Trouble == StateTrouble.Full && attempt < 100)
            {
                // There is space soon.
            }
        }
    }

    private void ShouldBeWhole(SqliteStateStore store, string when)
    {
        using var database = directory.Connect();
        database.ShouldBeSound(when);
        directory.PayloadFiles().ShouldBe(database.Words("SELECT hash FROM payload ORDER BY hash"), Case.Sensitive, when);
        foreach (var hash in directory.PayloadFiles())
            store.Payloads.Read(new PayloadReference(hash, new FileInfo(Path.Combine(directory.Payloads, hash)).Length)).Return();
    }

    private static StateModel ModelAfter(int steps)
    {
        var model = new StateModel();
        model.AddQueue("q");
        foreach (var step in Steps.Take(steps))
            step.Model(model, step.Content is { } content ? Reference(ContentOf(content)) : null);
        return model;
    }

    private static string Describe(StateModel model) => string.Join('\n', [
        .. model.Rows("q").Select(static row => Line(row.Sequence, row.Id, row.Attempts, row.Payload)),
        .. model.Items("s").Select(static item => $"{item.Key} {item.Payload}"),
        .. model.Letters.Select(static letter => $"{letter.Known.Id} {letter.Body.Length}")]);

    private static string Describe(SqliteStateStore store) => string.Join('\n', [
        .. store.ReadQueue(1, 0, 99).Select(static row => Line(row.Sequence, row.Id, row.Attempts, row.Payload?.Hash)),
        .. store.ReadItems("s").Select(static item => $"{item.Key} {item.Payload?.Hash}"),
        .. store.ReadDeadLetters(0, 99).Select(static letter => $"{letter.Letter.Id} {letter.Body.Length}")]);

    private static string Line(long sequence, MessageId id, int attempts, string? payload) => string.Create(CultureInfo.InvariantCulture, $"{sequence} {id} {attempts} {payload}");

    private static Step Enqueue(int number, int? content) => new(
        content,
        (model, payload) => model.Enqueue("q", new MessageId(0, (ulong)number), 0, null, [], payload?.Hash),
        (transaction, queue, payload) => transaction.Enqueue(queue, new MessageId(0, (ulong)number), 0, null, Now, new byte[3_000], 3_000, payload));

    private static Step Dequeue(int number) => new(null, (model, _) => model.Dequeue("q", number), (transaction, queue, _) => transaction.Dequeue(queue, number));

    private static Step Put(string key, int? content) => new(
        content,
        (model, payload) => model.PutItem("s", key, [], payload?.Hash),
        (transaction, _, payload) => transaction.PutItem("s", key, new byte[100], payload));

    private static Step Bury(int number, int? content)
    {
        var letter = new DeadLetter(new MessageId(0, (ulong)number), MessageKind.Event, new Origin("in", "a", number), Metadata.Empty, "p", "1:set", Failure.Permanent("broken"), 1, Now);
        var body = new byte[content ?? 0];
        return new(content, (model, payload) => model.PutLetter(letter, body, payload?.Hash), (transaction, _, payload) => transaction.PutDeadLetter(letter, "", body, payload));
    }

    private static byte[] ContentOf(int content) => [.. Enumerable.Repeat((byte)content, 2_000 * content)];

    private static PayloadReference Reference(byte[] content) => new(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), content.Length);

    /// <param name="Content">Of its payload; null: it has none.</param>
    private sealed record Step(int? Content, System.Action<StateModel, PayloadReference?> Model, System.Action<IStateTransaction, int, PayloadReference?> Store);
}
