using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;

namespace Windrow.Core.PlugIns.Schedule;

/// <summary>
/// Brings a message at every time of a recurrence. Times are counted from its start, so a late message makes no other late. What was not settled
/// when the flow ended comes again; what nobody was there for is caught up with as the policy says.
/// </summary>
internal sealed class ScheduleSource(ScheduleOptions options) : Source
{
    // A clock that is set is noticed within this time.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly Recurrence _recurrence = options.Recurrence!;
    private readonly CatchUpPolicy _catchUp = options.CatchUp!.Value;
    private ScheduleState? _state;

    public override SourcePromise Promise => SourcePromise.Replayable;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        if (_state is null)
        {
            // What is open when the source is started again within a run is under way.
            _state = new ScheduleState(context.Store, context.Name);
            foreach (var open in _state.Open())
                await Bring(open, isMissed: true, context, stop).ConfigureAwait(false);
        }

        context.CaughtUp();

        // On the first start there is nothing to catch up with: nobody was to be there before.
        var now = Now(context);
        var number = _state.Last is { } last ? _recurrence.FirstFrom(last.AddTicks(1)) : _recurrence.FirstFrom(now);
        if (_catchUp == CatchUpPolicy.None)
            number = Math.Max(number, _recurrence.FirstFrom(now));
        while (_recurrence.At(number) is { } time)
        {
            if (time > Now(context))
            {
                if (context.Once)
                    return;
                await Until(time, context, stop).ConfigureAwait(false);
            }

            // Several are due where the flow was away, or could take nothing in.
            if (_catchUp != CatchUpPolicy.All)
                number = Math.Max(number, _recurrence.FirstFrom(Now(context).AddTicks(1)) - 1);
            var due = new ScheduledTime(_recurrence.At(number)!.Value, number);
            number++;
            var isOver = due.Time < now || (_recurrence.At(number) is { } next && next <= Now(context));
            await Bring(due, isMissed: isOver, context, stop).ConfigureAwait(false);
        }
    }

    public override void Settled(Delivery delivery) => _state!.End((ScheduledTime)delivery.Receipt!);

    public override Task Acknowledged => _state?.Written ?? Task.CompletedTask;

    private async Task Bring(ScheduledTime due, bool isMissed, SourceContext context, CancellationToken stop)
    {
        // Noted before: were it noted after, a crash in between could lose what nobody catches up with.
        await _state!.Begin(due).WaitAsync(stop).ConfigureAwait(false);
        var metadata = options.Metadata.Change().Set("time", due.Time).Set("number", due.Number).Set("missed", isMissed).Build();
        var message = new Message(MessageKind.Event, metadata, Payload.None, new Origin(context.Name, TimeText.Format(due.Time)));
        await context.AcceptAsync(message, due, stop).ConfigureAwait(false);
    }

    // A timer may be early by a little, and the clock may be set meanwhile.
    private static async Task Until(DateTime time, SourceContext context, CancellationToken stop)
    {
        for (var left = time - Now(context); left > TimeSpan.Zero; left = time - Now(context))
            await Task.Delay(left < LongestSleep ? left : LongestSleep, context.Services.Time, stop).ConfigureAwait(false);
    }

    private static DateTime Now(SourceContext context) => context.Services.Time.GetUtcNow().UtcDateTime;
}
