using System.Runtime.CompilerServices;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Testing.States;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <summary>
/// The tests that every kind of state store has to pass. Inherit it, and give a place for a store:
/// <code>
/// public sealed class SqliteStoreTests : StoreCompliance
/// {
///     protected override StoreFixture NewFixture() => new SqliteFixture();
/// }
/// </code>
/// </summary>
public abstract partial class StoreCompliance : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // To the 100 ns, as times are kept.
    private static readonly DateTimeOffset Now = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    // Every character that a notation, an encoding or a file system could trip over.
    private static readonly string[] AwkwardNames =
    [
        "", " ", "a", "a b", "quote'", "double\"", "back\\slash", "%like_", "semi;colon--", "new\nline", "tab\t", "nul\0inside", "\0", "\u0001", "\u0001\0", "\0\u0001",
        "ünïcode", "ß/°C", "日本", "🛰", "\u007f", "\uffff", "{brace}", "$1", "?1", ":name", "../up", new string('x', 2_000),
    ];

    private readonly Lazy<StoreFixture> _fixture;

    protected StoreCompliance() => _fixture = new(NewFixture);

    /// <summary>The place of the test that runs.</summary>
    protected StoreFixture Fixture => _fixture.Value;

    /// <summary>Gives a place with nothing in it. Called once for each test, and again within some.</summary>
    protected abstract StoreFixture NewFixture();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && _fixture.IsValueCreated)
            _fixture.Value.Dispose();
    }

    private static void Do(IStateStore store, System.Action<IStateTransaction> change)
    {
        var write = new AwaitedWrite(change);
        store.Submit(write);
        write.Wait();
    }

    private static StateException? Outcome(Write write, [CallerArgumentExpression(nameof(write))] string? what = null)
    {
        Assert.True(write.Done.Wait(Patience), $"{what} has no outcome");
        return write.Done.Result;
    }

    private static MessageId Id(int number) => new(7, (ulong)number);

    private static long Enqueue(IStateStore store, int queue, int number, int priority = 0, long? key = null, PayloadReference? payload = null)
    {
        var sequence = 0L;
        Do(store, transaction => sequence = transaction.Enqueue(queue, Id(number), priority, key, Now, [(byte)number], 1, payload));
        return sequence;
    }

    private static IEnumerable<int> Numbers(IStateReader store, int queue) => store.ReadQueue(queue, 0, int.MaxValue).Select(static row => (int)row.Id.Low);

    // As octets of UTF-8, which is the order of the code points.
    private static IEnumerable<string> InOctetOrder(IEnumerable<string> names) =>
        names.OrderBy(static name => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal);

    private void AssertSound()
    {
        var problems = Fixture.Problems();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
