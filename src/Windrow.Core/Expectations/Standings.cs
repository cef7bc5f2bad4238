using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.Expectations;

/// <summary>Tells how the expectations of a flow stand, whether it runs or not.</summary>
public static class Standings
{
    /// <summary>Those of a running flow.</summary>
    /// <param name="at">The moment; what is still to come is judged as if nothing more came. UTC.</param>
    /// <param name="all">Whether every trouble is listed that is remembered; else that of the last time, and those that may still be mended.</param>
    /// <param name="isBlaming">Whether it is looked for who is to blame, which takes longer.</param>
    public static IReadOnlyList<ExpectationStanding> Of(FlowHost host, DateTime at, bool all, bool isBlaming = true)
    {
        var board = host.Expectations;
        var culprits = new Culprits(board, host.Store.IsOpen ? host.Store.Open() : null);
        return [.. board.Books.Select(book => Of(book, at, all, judgement => isBlaming && (judgement.IsOpen || judgement.Culprit is null) ? culprits.Find(judgement, at) ?? judgement.Culprit : judgement.Culprit))];
    }

    /// <summary>Those of a flow that does not run, by what it has kept.</summary>
    /// <exception cref="StateException">The state cannot be read.</exception>
    public static IReadOnlyList<ExpectationStanding> Of(FlowDefinition flow, IStateReader state, DateTime at, bool all)
    {
        var standings = new List<ExpectationStanding>();
        var run = state.ReadRuns(long.MaxValue, 1) is [var last, ..] ? last : null;
        var stopped = run is null ? "the flow has never run" : $"the flow does not run; its last run began at {Format(run.Start)}{(run.End is { } end ? $" and ended at {Format(end)}" : "")}";
        foreach (var expectation in flow.Plans.SelectMany(static plan => plan.Expectations))
        {
            if (ExpectationStore.Load(state, expectation) is { } book)
                standings.Add(Of(book, at, all, judgement => judgement.Culprit ?? LastFailure(state, judgement) ?? (run?.End > judgement.Due ? null : stopped)));
            else
                standings.Add(new ExpectationStanding(expectation, at, null, []));
        }

        return standings;
    }

    private static ExpectationStanding Of(ExpectationBook book, DateTime at, bool all, Func<Judgement, string?> culprit)
    {
        var judged = book.At(at);
        var troubles = judged.Where((judgement, index) => judgement.IsTrouble && (all || index == 0 || judgement.IsOpen)).ToList();
        return new ExpectationStanding(book.Expectation, book.Since, judged.Count == 0 ? null : judged[0], [.. troubles.Select(judgement => (judgement, judgement.State == OccurrenceState.Duplicate ? null : culprit(judgement)))]);
    }

    private static string? LastFailure(IStateReader state, Judgement judgement)
    {
        StoredDeadLetter? last = null;
        for (var after = 0L; state.ReadDeadLetters(after, 1_000) is { Count: > 0 } page; after = page[^1].Number)
            last = page.LastOrDefault(stored => stored.Letter.Plan == judgement.Expectation.Plan && stored.Letter.At.UtcDateTime >= judgement.Slot) ?? last;
        return last is null ? null : $"action {last.Letter.Action} failed at {Format(last.Letter.At)}: {last.Letter.Failure.Reason}";
    }

    private static string Format(DateTimeOffset time) => TimeText.Format(new DateTime(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc));
}
