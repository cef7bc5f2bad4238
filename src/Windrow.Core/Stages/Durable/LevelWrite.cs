using Windrow.Core.State;

namespace Windrow.Core.Stages.Durable;

/// <summary>
/// Makes all rows of a queue as urgent as can be, so that what is there comes first and in order; and notes the order
/// that rows are written in from here on.
/// </summary>
internal sealed class LevelWrite(DurableQueue queue, string declaration) : StateWrite
{
    private const string DeclarationKey = "order";

    /// <summary>Where a queue keeps what concerns all of it.</summary>
    public static string ScopeOf(string queue) => $"queue/{queue}";

    /// <summary>The order that the rows of a queue were written in.</summary>
    public static string DeclarationOf(IStateReader store, string queue) =>
        store.ReadItem(ScopeOf(queue), DeclarationKey) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : "";

    public override void Apply(IStateTransaction transaction)
    {
        transaction.Raise(queue.Number, ReadyGroups.Levels - 1, null);
        transaction.PutItem(ScopeOf(queue.Name), DeclarationKey, System.Text.Encoding.UTF8.GetBytes(declaration));
    }

    public override void Completed(StateException? failure)
    {
        if (failure is null)
            ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.TryBegin(), queue, preferLocal: false);
    }
}
