using Microsoft.Extensions.Logging;
using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.Flows;
using Windrow.Core.Sources;

namespace Windrow.Core.Expectations;

/// <summary>
/// Looks at the expectations of a flow when their time has come, tells what is not as expected, and what is over, and brings it as notifications to the
/// plans that take those. It comes to its end with the flow's other sources.
/// </summary>
internal sealed class ExpectationSource : Source
{
    public const string SourceName = "(expectations)";

    // The wall clock may be set forward while nobody looks.
    private static readonly TimeSpan LooksAtLeastEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ForgetsEvery = TimeSpan.FromHours(1);

    private SourceContext _context = null!;

    public static SourceDefinition Definition => new(SourceName, "expect", "", SourceLocation.None, static () => new ExpectationSource());

    public override SourcePromise Promise => SourcePromise.Lossy;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        _context = context;
        var (board, time) = (context.Expectations, context.Services.Time);
        var log = context.Services.Logs.CreateLogger("windrow.expect");
        var others = board.Host.OtherSourcesEnded();
        var forgotten = DateTime.MinValue;
        while (!stop.IsCancellationRequested)
        {
            board.RestsSince = default;
            var news = board.News;
            var isLast = others.IsCompleted;

            if (isLast)
                await WaitForRest(board.Host, time, stop).ConfigureAwait(false);
            var now = board.Now;
            await Tell(board, now, log, stop).ConfigureAwait(false);
            if (now - forgotten >= ForgetsEvery)
            {
                board.Forget(now);
                forgotten = now;
            }

            if (isLast)
                return;
            await Wait(board, now, news, others, time, stop).ConfigureAwait(false);
        }
    }

    // Whoever was told is not told again, whatever becomes of the process.
    public override void Settled(Delivery delivery)
    {
        if (delivery.Receipt is ExpectationNotification told)
            _context.Expectations.WasTold(told);
    }

    // What the others brought may still be on its way to its end.
    private static async Task WaitForRest(FlowHost host, TimeProvider time, CancellationToken stop)
    {
        using var watch = new StandstillWatch(host, host.Definition.Settings.DrainWithin);
        await Task.WhenAny(host.AtRest(), watch.Stands, Task.Delay(Timeout.InfiniteTimeSpan, time, stop)).ConfigureAwait(false);
    }

    private static async Task Wait(ExpectationBoard board, DateTime now, Task news, Task others, TimeProvider time, CancellationToken stop)
    {
        var next = board.Books.Select(book => book.NextLook(now)).Append(now + LooksAtLeastEvery).Min() - now;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var due = Task.Delay(next > TimeSpan.FromMilliseconds(1) ? next : TimeSpan.FromMilliseconds(1), time, woken.Token);
        board.RestsSince = now;
        await Task.WhenAny(due, news, others).ConfigureAwait(false);
        await woken.CancelAsync().ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }

    private static async Task Tell(ExpectationBoard board, DateTime now, ILogger log, SourceContext context, CancellationToken stop)
    {
        foreach (var book in board.Books)
        {
            // After hours without the flow many times are missing, and that is one thing to tell.
            foreach (var alike in book.Look(now).GroupBy(static judgement => judgement.State))
            {
                var judgements = alike.ToList();
                var notification = new ExpectationNotification(board, judgements, now);
                judgements.ForEach(judgement => book.Blame(judgement.Slot, notification.Culprit));
                board.Count(book.Expectation, alike.Key, judgements.Count);
                if (alike.Key == OccurrenceState.Recovered)
                    ExpectationLog.Recovered(log, notification.Text);
                else
                    ExpectationLog.Trouble(log, notification.Text);
                if (board.Host.TakesNotifications)
                    await context.AcceptAsync(notification.ToMessage(), notification, stop).ConfigureAwait(false);
                else
                    board.WasTold(notification);
            }
        }
    }

    private Task Tell(ExpectationBoard board, DateTime now, ILogger log, CancellationToken stop) => Tell(board, now, log, _context, stop);
}
