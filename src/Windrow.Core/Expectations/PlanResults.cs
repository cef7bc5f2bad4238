using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.Expectations;

/// <summary>
/// What a plan with expectations tells: its results, what its sources bring to it, and its failures, from which follows who is to blame for a result that
/// does not come. Safe for several threads.
/// </summary>
internal sealed class PlanResults(ExpectationBoard board, string plan)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SourceTaking> _sources = new(StringComparer.Ordinal);
    private IReadOnlyList<ExpectationBook> _books = [];

    public string Plan { get; } = plan;

    public IReadOnlyList<ExpectationBook> Books => Volatile.Read(ref _books);

    /// <summary>The last failure of an action; null: there was none in this run.</summary>
    public PlanFailure? LastFailure { get; private set; }

    /// <summary>What sources have brought to the plan, in this run or an earlier one.</summary>
    public IReadOnlyList<SourceTaking> Sources
    {
        get
        {
            lock (_lock)
                return [.. _sources.Values];
        }
    }

    public void Use(IReadOnlyList<ExpectationBook> books) => Volatile.Write(ref _books, books);

    /// <summary>A sink has delivered a message, or written it to a file. Called before it is settled, so that what is kept of it is durable no later.</summary>
    /// <param name="path">The file; null: it was delivered.</param>
    /// <param name="continues">Whether the file was begun with another message, and this is more of it.</param>
    public void Came(Message message, string? path, bool continues = false)
    {
        if (message.Kind >= MessageKind.Notification)
            return;
        var now = board.Now;
        foreach (var book in Books)
        {
            if (book.Take(message, path, continues, now, out var row))
                board.Came(book, row!);
        }
    }

    /// <summary>A source has brought a message that the plan takes.</summary>
    public void Took(string source)
    {
        var now = board.Now;
        lock (_lock)
        {
            if (_sources.TryGetValue(source, out var taking))
            {
                (taking.Last, taking.Count) = (now, taking.Count + 1);
                return;
            }

            _sources.Add(source, new SourceTaking(source) { Last = now, Count = 1 });
        }

        board.Keep($"{ExpectationRow.ScopePrefix}{Plan}", source, ExpectationRow.Bytes(now));
    }

    /// <summary>An action could not work on a message.</summary>
    /// <param name="isEnd">Whether it was given up.</param>
    public void Failed(string action, string reason, bool isEnd) => LastFailure = new PlanFailure(action, reason, board.Now, isEnd);

    /// <summary>Takes back which sources fed the plan in an earlier run.</summary>
    public void Restore(IReadOnlyList<StateItem> items)
    {
        lock (_lock)
        {
            foreach (var item in items)
            {
                if (ExpectationRow.Moment(item.Value) is { } last)
                    _sources.TryAdd(item.Key, new SourceTaking(item.Key) { Last = last });
            }
        }
    }
}
