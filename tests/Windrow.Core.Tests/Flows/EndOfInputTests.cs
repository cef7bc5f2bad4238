using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Outside;
using Windrow.Core.Plans;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Flows;

/// <summary>How long a flow goes on whose sources have come to their end.</summary>
public sealed class EndOfInputTests : IDisposable
{
    private static readonly TimeSpan Within = new FlowSettings().DrainWithin;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly EngineServices _services;
    private readonly Elsewhere _elsewhere = new();
    private readonly CancellationTokenSource _hurry = new();

    public EndOfInputTests() => _services = new EngineServices { Time = _time };

    public void Dispose() => _hurry.Dispose();

    [Fact]
    public async Task Work_of_hours_is_waited_for()
    {
        var (host, draining) = await Begin(_elsewhere, 1);
        Pass(Within * 100, Within);
        draining.IsCompleted.ShouldBeFalse();
        _elsewhere.EndOne();
        (await draining).ShouldBeTrue();
        host.Counts().Delivered.ShouldBe(1);
    }

    [Fact]
    public async Task Tries_that_a_plan_still_has_are_waited_for()
    {
        var tries = 0;
        var (host, draining) = await Begin(new Probe((message, output) => output.Fail(message, Interlocked.Increment(ref tries) < 5 ? Failure.Transient("not now") : Failure.Permanent("no")), terminal: true), 1);
        while (!draining.IsCompleted)
        {
            _time.Advance(Within * 2);
            await Task.Yield();
        }

        (await draining).ShouldBeTrue();
        host.Counts().Dead.ShouldBe(1);
        tries.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task What_is_away_is_waited_for_so_long_as_a_stop_takes()
    {
        var tries = 0;
        var (host, draining) = await Begin(
            new Probe((message, output) =>
            {
                Interlocked.Increment(ref tries);
                output.Fail(message, new Failure(ErrorClass.Waiting, "the disk is full"));
            }, terminal: true), 1);
        for (var second = 1; second < Within.TotalSeconds; second++)
            await Again();
        draining.IsCompleted.ShouldBeFalse();
        await Again();
        (await draining).ShouldBeFalse();
        host.Counts().Open.ShouldBe(1);

        async Task Again()
        {
            var before = Volatile.Read(ref tries);
            await Until(() => _time.IsDueIn(TimeSpan.FromTicks(1), Second) && _time.Waiting >= 2);
            _time.Advance(Second);
            await Until(() => Volatile.Read(ref tries) > before || draining.IsCompleted);
        }
    }

    [Fact]
    public async Task Host_that_is_away_ends_the_wait_only_when_nothing_goes_on()
    {
        var (host, draining) = await Begin(_elsewhere, 3);
        _services.Outside.Report(new OutsideHost("broker:5672", IsReachable: false, "refused", null, _time.GetUtcNow()));
        Pass(Within - Second, Second);
        _elsewhere.EndOne();
        await Until(() => host.Counts().Delivered == 1);
        Pass(Within - Second, Second);
        draining.IsCompleted.ShouldBeFalse();
        Pass(Second * 2, Second);
        (await draining).ShouldBeFalse();
    }

    [Fact]
    public async Task Host_that_was_away_and_is_there_again_ends_no_wait()
    {
        var (_, draining) = await Begin(_elsewhere, 1);
        _services.Outside.Report(new OutsideHost("broker:5672", IsReachable: false, "refused", null, _time.GetUtcNow()));
        Pass(Second * 5, Second);
        _services.Outside.Report(new OutsideHost("broker:5672", IsReachable: true, null, null, _time.GetUtcNow()));
        Pass(Within * 3, Second);
        draining.IsCompleted.ShouldBeFalse();
        _elsewhere.EndOne();
        (await draining).ShouldBeTrue();
    }

    [Fact]
    public async Task Stop_sets_the_limit()
    {
        var (_, draining) = await Begin(_elsewhere, 1);
        Pass(Within * 100, Within);
        draining.IsCompleted.ShouldBeFalse();
        await _hurry.CancelAsync();
        Pass(Within - Second, Second);
        draining.IsCompleted.ShouldBeFalse();
        Pass(Second, Second);
        (await draining).ShouldBeFalse();
    }

    private async Task<(FlowHost Host, Task<bool> Draining)> Begin(PlanAction sink, int messages)
    {
        var source = new ListSource(Enumerable.Range(0, messages).Select(static number => TestFlow.Message(number)));
        var host = new FlowHost(TestFlow.Flow([source], TestFlow.Plan("p", (sink, null))), _services, once: true);
        host.Start();
        await host.SourcesEnded();
        return (host, host.DrainAsync(TestContext.Current.CancellationToken, _hurry.Token));
    }

    private void Pass(TimeSpan time, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
            _time.Advance(step);
    }

    /// <summary>Has its work done elsewhere.</summary>
    private sealed class Elsewhere : PlanAction
    {
        private readonly ConcurrentQueue<TaskCompletionSource> _open = new();
        private ActionContext _context = null!;

        public override bool IsTerminal => true;

        public override void Start(ActionContext context) => _context = context;

        public override void Process(Message message, Output output)
        {
            output.Hold(message);
            var done = new TaskCompletionSource();
            _open.Enqueue(done);
            _context.PostWhen(done.Task, later => later.Deliver(message));
        }

        public void EndOne()
        {
            _open.TryDequeue(out var done).ShouldBeTrue();
            done.SetResult();
        }
    }
}
