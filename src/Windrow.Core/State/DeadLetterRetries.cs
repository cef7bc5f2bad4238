namespace Windrow.Core.State;

/// <summary>
/// Takes dead letters out of the store: dropped, or put into a durable queue in front of the action that failed, from
/// which the plan takes them as it takes any other message.
/// </summary>
public static class DeadLetterRetries
{
    private const string Prefix = "retry/";

    /// <summary>The queue of what is tried again at an action.</summary>
    /// <param name="action">Path of the action, such as <c>2:encode</c>.</param>
    public static string QueueOf(string plan, string action) => $"{Prefix}{plan}/{action}";

    /// <summary>Puts letters into the queues of their actions, in one transaction.</summary>
    /// <exception cref="StateException">It could not be made durable.</exception>
    public static void Retry(IStateStore store, IReadOnlyList<StoredDeadLetter> letters, DateTimeOffset now)
    {
        var write = new AwaitedWrite(transaction =>
        {
            foreach (var stored in letters)
            {
                var queue = transaction.AddQueue(QueueOf(stored.Letter.Plan, stored.Letter.Action));
                transaction.Enqueue(queue, stored.Letter.Id, 0, null, now, stored.Body, stored.Body.Length + (stored.Payload?.Length ?? 0), stored.Payload);
                transaction.RemoveDeadLetter(stored.Number);
            }
        });
        store.Submit(write);
        write.Wait();
    }

    /// <exception cref="StateException">It could not be made durable.</exception>
    public static void Drop(IStateStore store, IReadOnlyList<StoredDeadLetter> letters)
    {
        var write = new AwaitedWrite(transaction =>
        {
            foreach (var stored in letters)
                transaction.RemoveDeadLetter(stored.Number);
        }, makesRoom: true);
        store.Submit(write);
        write.Wait();
    }

    /// <summary>The letters of some numbers, or all.</summary>
    /// <param name="numbers">Null: all.</param>
    /// <param name="missing">Numbers of no letter.</param>
    public static IReadOnlyList<StoredDeadLetter> Find(IStateReader store, IReadOnlyCollection<long>? numbers, out IReadOnlyList<long> missing)
    {
        var found = new List<StoredDeadLetter>();
        var last = 0L;
        while (store.ReadDeadLetters(last, 1_000) is { Count: > 0 } some)
        {
            found.AddRange(numbers is null ? some : some.Where(letter => numbers.Contains(letter.Number)));
            last = some[^1].Number;
        }

        missing = numbers is null ? [] : [.. numbers.Except(found.Select(static letter => letter.Number))];
        return found;
    }
}
