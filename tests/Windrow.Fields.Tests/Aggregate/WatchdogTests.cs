using Windrow.Core;
using Windrow.Core.Deliveries;
using Windrow.Core.Tests.Testing;
using Windrow.Fields.Aggregate;
using Windrow.Fields.Tests.Model;
using Windrow.Fields.Tests.Values;
using static Windrow.Fields.Tests.Model.ModelMessages;

namespace Windrow.Fields.Tests.Aggregate;

public class WatchdogTests
{
    [Fact]
    public async Task A_field_without_a_part_for_so_long_is_emitted_as_it_is()
    {
        var (flow, time) = await Start("{deadline: 1m, on-incomplete: emit}");
        (await flow.Settled(await flow.Send(Field(0, "T", [1, 2])))).ShouldBe(Outcome.Absorbed);
        time.Advance(TimeSpan.FromSeconds(59));
        flow.Sink.Log.ShouldBe("");
        time.Advance(TimeSpan.FromSeconds(1));
        await flow.Sink.Came();
        flow.Sink.Log.ShouldBe("1,-,2,-");
        await flow.End();
    }

    [Fact]
    public async Task A_field_that_is_reported_can_still_be_completed()
    {
        var (flow, time) = await Start("{deadline: 1m}");
        await flow.Settled(await flow.Send(Field(0, "T", [1, 2])));
        time.Advance(TimeSpan.FromMinutes(2));
        await flow.Send(Field(1, "T", [3, 4]));
        await flow.Sink.Came();
        flow.Sink.Log.ShouldBe("1,3,2,4");
        await flow.End();
        flow.Dead.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flush_that_not_all_send_fails_and_names_who_did_not()
    {
        var (flow, time) = await Start("{deadline: 1m}");
        var flush = await flow.Send(Flush(0));
        // The barrier has passed when what comes behind it is taken in.
        await flow.Settled(await flow.Send(Field(0, "T", [1, 2])));
        time.Advance(TimeSpan.FromMinutes(1));
        (await flow.Settled(flush)).ShouldBe(Outcome.Dead);
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldBe("the flush was not sent by 1 clients within 60 s: clients/1");
        await flow.Send(Field(1, "T", [3, 4]));
        await flow.End();
        flow.Sink.Log.ShouldBe("1,3,2,4; flush");
    }

    [Fact]
    public async Task A_part_whose_domain_does_not_come_fails()
    {
        var (flow, time) = await Start("{deadline: 1m}");
        var early = await flow.Send(Field(0, "U", [1, 2]));
        await flow.Settled(await flow.Send(Field(0, "T", [1, 2])));
        time.Advance(TimeSpan.FromMinutes(1));
        (await flow.Settled(early)).ShouldBe(Outcome.Dead);
        await flow.Send(Field(1, "T", [3, 4]));
        await flow.End();
    }

    [Fact]
    public async Task When_memory_is_full_a_field_past_its_deadline_gives_its_place()
    {
        // Room for one field of four doubles.
        var (flow, time) = await Start("{deadline: 1m, maximum-open-bytes: 40}");
        await flow.Settled(await flow.Send(Field(0, "T", [1, 2])));
        time.Advance(TimeSpan.FromMinutes(1));
        await flow.Settled(await flow.Send(Field(0, "T", [5, 6], step: 12)));
        await flow.Send(Field(1, "T", [7, 8], step: 12));
        await flow.End();
        flow.Sink.Log.ShouldBe("5,7,6,8; flush");
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("1 of 2 parts have come");
    }

    [Fact]
    public async Task When_memory_is_full_a_part_waits_for_room()
    {
        var (flow, time) = await Start("{deadline: 1m, maximum-open-bytes: 40}", new Core.Stages.StageOptions { Key = ["step"], Workers = 2 });
        await flow.Settled(await flow.Send(Field(0, "T", [1, 2])));
        await flow.Send(Field(0, "T", [5, 6], step: 12));
        while (!time.IsDueIn(TimeSpan.Zero, TimeSpan.FromSeconds(1)))
            await Task.Yield();
        await flow.Send(Field(1, "T", [3, 4]));
        await flow.Sink.Came();
        time.Advance(TimeSpan.FromSeconds(1));
        await flow.Send(Field(1, "T", [7, 8], step: 12));
        await flow.Sink.Came();
        await flow.End();
        flow.Sink.Log.ShouldBe("1,3,2,4; 5,7,6,8; flush");
        flow.Dead.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_field_larger_than_all_memory_for_fields_fails()
    {
        var (flow, _) = await Start("maximum-open-bytes: 31");
        await flow.Send(Field(0, "T", [1, 2]));
        await flow.End();
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldBe("a field of the domain 'T' has 32 bytes, more than 'maximum-open-bytes' (31)");
    }

    private static async Task<(ModelFlow Flow, ManualTime Time)> Start(string yaml, Core.Stages.StageOptions? stage = null)
    {
        var time = new ManualTime();
        var flow = new ModelFlow([new AggregateAction(FieldFlow.Bind(AggregateOptions.Set, yaml))], stage, new EngineServices { Time = time });
        await flow.Send(Unstructured(0, "T", 4, 0, 2));
        await flow.Send(Unstructured(1, "T", 4, 1, 3));
        return (flow, time);
    }
}
