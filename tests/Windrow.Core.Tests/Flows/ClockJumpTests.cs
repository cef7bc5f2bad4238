using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Flows;

/// <summary>Somebody sets the wall clock while messages wait.</summary>
public sealed class ClockJumpTests
{
    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task Parked_message_is_tried_again_when_its_time_has_passed_whatever_the_wall_clock_says(int hours)
    {
        var time = new ManualTime();
        var tries = 0;
        var flaky = new Probe(
            (message, output) =>
            {
                if (Interlocked.Increment(ref tries) == 1)
                    output.Fail(message, Failure.Transient("not now"));
                else
                    output.Deliver(message);
            },
            terminal: true, waits: true);
        using var host = new FlowHost(TestFlow.Flow([new ListSource([TestFlow.Message(1)])], TestFlow.Plan("p", (flaky, null))), new EngineServices { Time = time }, once: true);
        host.Start();
        await host.SourcesEnded();
        while (time.Waiting == 0)
            await Task.Yield();
        time.Jump(TimeSpan.FromHours(hours));

        // The first wait is a second, and with its jitter no less than half of it.
        time.Advance(TimeSpan.FromSeconds(0.49));
        Volatile.Read(ref tries).ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(0.51));
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        host.Counts().Delivered.ShouldBe(1);
    }
}
