using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Stages;
using Windrow.Fields.Aggregate;
using Windrow.Fields.Tests.Model;
using Windrow.Fields.Tests.Values;
using static Windrow.Fields.Tests.Model.ModelMessages;

namespace Windrow.Fields.Tests.Aggregate;

public class FlushTests
{
    [Fact]
    public async Task The_flushes_of_all_clients_go_on_as_one_and_are_settled_with_it()
    {
        var flow = new ModelFlow([Action()]);
        flow.Sink.HoldsFlushes = true;
        foreach (var domain in Domains())
            await flow.Send(domain);
        var first = await flow.Send(Flush(0));
        var other = await flow.Send(Field(0, "T", [1, 2]));
        (await flow.Settled(other)).ShouldBe(Outcome.Absorbed);
        flow.Sink.Log.ShouldBe("");
        var last = await flow.Send(Flush(1));
        await flow.Sink.Came();
        flow.IsSettled(first).ShouldBeFalse();
        flow.IsSettled(last).ShouldBeFalse();
        flow.Sink.LetGo();
        (await flow.Settled(first)).ShouldBe(Outcome.Delivered);
        (await flow.Settled(last)).ShouldBe(Outcome.Delivered);
        flow.Sink.HoldsFlushes = false;
        flow.Sink.Kept.ShouldHaveSingleItem().Metadata.Contains("misc-sourcePeer").ShouldBeFalse();
        await flow.End();
    }

    [Fact]
    public async Task A_client_that_flushes_twice_before_the_others_begins_the_next_round()
    {
        var flow = await ModelFlow.Run([.. Domains(), Flush(0), Flush(0), Flush(1), Flush(1)], Action());
        flow.Sink.Log.ShouldBe("flush; flush; flush");
        flow.Dead.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flush_for_a_domain_waits_for_its_clients_only()
    {
        var flow = await ModelFlow.Run([.. Domains(), Unstructured(2, "U", 2, 0, 1), Flush(2, "U"), Flush(0, "T"), Flush(1, "T")], Action());
        flow.Sink.Log.ShouldBe("flush; flush; flush");
    }

    [Fact]
    public async Task A_flush_for_an_unknown_domain_fails_and_names_those_that_are_known()
    {
        var flow = await ModelFlow.Run([.. Domains(), Flush(0, "V")], Action());
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldBe("the flush is for the domain 'V', which is not known; domains that are: T");
    }

    [Fact]
    public async Task A_client_without_a_domain_is_not_waited_for_and_its_flush_passes()
    {
        var flow = await ModelFlow.Run([.. Domains(), Flush(7), Flush(0), Flush(1)], Action());
        flow.Sink.Log.ShouldBe("flush; flush; flush");
    }

    [Fact]
    public async Task A_flush_that_comes_before_other_clients_have_declared_anything_waits_for_them()
    {
        var flow = await ModelFlow.Run([Domains()[0], Flush(0, more: ("step", 1L)), Flush(0, more: ("step", 2L)), Domains()[1], Flush(1, more: ("step", 1L)), Flush(1, more: ("step", 2L))], Action());
        flow.Sink.Log.ShouldBe("flush; flush; flush");
        flow.Sink.Kept.Take(2).Select(static flush => flush.Metadata.TryGetInt64("step", out var step) ? step : 0).ShouldBe([1, 2]);
        flow.Dead.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Clients_that_come_in_any_order_give_the_same_fields_and_one_flush_for_each_step(int workers)
    {
        var random = new Random(workers);
        for (var round = 0; round < 25; round++)
        {
            const int Clients = 5, Steps = 3;
            var flow = new ModelFlow([Action()], new StageOptions { Workers = workers, Key = ["name"] });
            var queues = Enumerable.Range(0, Clients).Select(client => new Queue<Message>(
            [
                // The map of the second client comes behind its first part.
                .. (client == 1 ? (Message[])[Part(client, 0), Map(client, Clients)] : [Map(client, Clients), Part(client, 0)]), Flush(client, more: ("step", 0L)),
                .. Enumerable.Range(1, Steps - 1).SelectMany(step => (Message[])[Part(client, step), Flush(client, more: ("step", (long)step))]),
            ])).ToList();
            while (queues.Count > 0)
            {
                var queue = queues[random.Next(queues.Count)];
                await flow.Send(queue.Dequeue());
                if (queue.Count == 0)
                    queues.Remove(queue);
            }

            await flow.End();
            flow.Dead.ShouldBeEmpty();
            flow.Sink.Log.ShouldBe("0,1,2,3,4; flush; 10,11,12,13,14; flush; 20,21,22,23,24; flush; flush");
        }
    }

    private static Message Map(int client, int clients) => Unstructured(client, "T", clients, client);

    private static Message Part(int client, int step) => Field(client, "T", [(step * 10) + client], step);

    [Fact]
    public async Task In_strict_mode_a_global_flush_passes_once_for_each_client_and_a_repeated_one_is_an_error()
    {
        var flow = await ModelFlow.Run([.. Domains(), Flush(0), Flush(1), Flush(0, "T"), Flush(0, "T"), Flush(1, "T"), Notification(0, 1)], Action(strict: true));
        flow.Sink.Log.ShouldBe("flush; flush; flush; flush");
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("sends the same flush for the domain 'T' twice");
    }

    [Fact]
    public async Task A_notification_of_all_clients_goes_on_once()
    {
        var flow = await ModelFlow.Run([.. Domains(), Notification(0, 1), Notification(1, 1), Notification(0, 2), Flush(0), Flush(1)], Action());
        flow.Sink.Log.ShouldBe("notification; notification; flush; flush");
    }

    [Fact]
    public async Task What_is_incomplete_at_the_last_step_becomes_a_dead_letter_that_names_the_missing_client()
    {
        var flow = await ModelFlow.Run([.. Domains(), Field(0, "T", [1, 2]), Flush(0, kind: "last-step"), Flush(1, kind: "last-step")], Action());
        flow.Sink.Log.ShouldBe("flush; flush");
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldBe("the field is not complete: 1 of 2 parts have come; missing: clients/1 (2 points)");
    }

    [Fact]
    public async Task What_is_incomplete_can_go_on_with_missing_values()
    {
        var flow = await ModelFlow.Run([.. Domains(), Field(1, "T", [1, 2])], Action("on-incomplete: emit"));
        flow.Sink.Log.ShouldBe("-,1,-,2; flush");
        flow.Sink.Fields[0].Metadata.TryGet("complete", out var complete).ShouldBeTrue();
        complete.ShouldBe(MetadataValue.Of(false));
    }

    private static AggregateAction Action(string yaml = "{}", bool strict = false) => new(FieldFlow.Bind(AggregateOptions.Set, yaml), strict);

    private static Message[] Domains() => [Unstructured(0, "T", 4, 0, 2), Unstructured(1, "T", 4, 1, 3)];
}
