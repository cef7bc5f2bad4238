using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Stages;
using Windrow.Fields.Aggregate;
using Windrow.Fields.Tests.Model;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;
using static Windrow.Fields.Tests.Model.ModelMessages;

namespace Windrow.Fields.Tests.Aggregate;

public class AggregateTests
{
    [Fact]
    public async Task Parts_of_all_clients_make_one_field_whatever_their_order()
    {
        var flow = await ModelFlow.Run([.. Domains(), Field(1, "T", [3, 4]), Field(0, "T", [1, 2]), Field(0, "T", [5, 6], step: 12), Field(1, "T", [7, 8], step: 12)], Action());
        flow.Sink.Log.ShouldBe("1,3,2,4; 5,7,6,8; flush");
        flow.Dead.ShouldBeEmpty();
        var field = flow.Sink.Fields[0];
        field.Metadata.Contains(SourcePeer.Name).ShouldBeFalse();
        field.Metadata.TryGetInt64("misc-globalSize", out var size).ShouldBeTrue();
        size.ShouldBe(4);
        field.Metadata.Contains("bitmapPresent").ShouldBeFalse();
        field.Inputs.Length.ShouldBe(2);
        field.Id.ShouldNotBe(flow.Sink.Fields[1].Id);
    }

    [Fact]
    public async Task Single_precision_stays_single()
    {
        var flow = await ModelFlow.Run([.. Domains(), Field(0, "T", [1, 2], single: true), Field(1, "T", [3, 4], single: true)], Action());
        ((FieldPayload)flow.Sink.Fields[0].Payload).Precision.ShouldBe(Precision.Single);
        flow.Sink.Log.ShouldBe("1,3,2,4; flush");
    }

    [Fact]
    public async Task A_part_that_comes_before_its_domain_waits_for_it()
    {
        var flow = await ModelFlow.Run([Field(0, "T", [1, 2]), Domains()[0], Domains()[1], Field(1, "T", [3, 4])], Action());
        flow.Sink.Log.ShouldBe("1,3,2,4; flush");
    }

    [Fact]
    public async Task A_field_whose_domain_is_completed_last_by_a_client_without_points_is_complete_then()
    {
        // The domain of 4 points is owned by client 0 and a client that comes later and owns what it has no data for.
        var flow = await ModelFlow.Run(
            [Domain(0, "T", "structured", null, 2, 2, 0, 2, 0, 1, 2, 0, 2, 0, 1), Field(0, "T", [1, 2]), Domain(1, "T", "structured", null, 2, 2, 0, 2, 1, 1, 2, 0, 0, 0, 0)], Action());
        flow.Sink.Log.ShouldBe("1,2,-,-; flush");
    }

    [Fact]
    public async Task Points_that_nobody_has_are_missing()
    {
        var land = Domain(0, "T", "structured", null, 2, 2, 0, 1, 0, 2, 2, 0, 1, 0, 2, 2);
        var flow = await ModelFlow.Run([land, Field(0, "T", [1, 2]), Field(0, "T", [3, 4], step: 12, more: ("missingValue", -1.0))], Action());
        flow.Sink.Log.ShouldBe("1,-,2,-; 3,-,4,-; flush");
        flow.Sink.Fields[1].Metadata.TryGet("missingValue", out var mark).ShouldBeTrue();
        mark.ShouldBe(-1.0);
    }

    [Fact]
    public async Task Missing_values_of_parts_stay_so_under_one_mark()
    {
        var flow = await ModelFlow.Run(
            [.. Domains(), Field(0, "T", [1, -9], more: [("bitmapPresent", true), ("missingValue", -9.0)]), Field(1, "T", [-8, -9], more: [("bitmapPresent", true), ("missingValue", -8.0)])], Action());
        flow.Sink.Log.ShouldBe("1,-,-,-; flush");
    }

    [Fact]
    public async Task A_duplicate_is_dropped_and_a_part_of_wrong_size_fails_with_the_sizes()
    {
        var duplicate = Field(0, "T", [9, 9]);
        var flow = await ModelFlow.Run([.. Domains(), Field(0, "T", [1, 2]), duplicate, Field(1, "T", [3, 4, 5]), Field(1, "T", [3, 4])], Action());
        flow.Sink.Log.ShouldBe("1,3,2,4; flush");
        (await flow.Settled(duplicate)).ShouldBe(Outcome.Dropped);
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldBe("the part of the client 'clients/1' has 3 points where its map of the domain 'T' has 2");
    }

    [Fact]
    public async Task Two_fields_that_the_key_does_not_tell_apart_are_not_lost_in_silence()
    {
        var flow = await ModelFlow.Run([.. Domains(), Field(0, "T", [1, 2], more: ("flavour", "a")), Field(0, "T", [5, 6], more: ("flavour", "b")), Field(1, "T", [3, 4], more: ("flavour", "a"))], Action());
        flow.Sink.Log.ShouldBe("1,3,2,4; flush");
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldEndWith("which differs from the first part of it in 'flavour'");
    }

    [Theory]
    [InlineData("misc-globalSize", 7L, "'misc-globalSize' of the part is 7 where the domain 'T' has 4 points")]
    [InlineData("domain", 1L, "the part of the client 'clients/0' has no 'domain'")]
    public async Task A_part_that_does_not_fit_fails(string key, long value, string reason)
    {
        var flow = await ModelFlow.Run([.. Domains(), Field(0, "T", [1, 2], more: (key, value))], Action());
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldStartWith(reason);
    }

    [Fact]
    public async Task A_part_of_an_unknown_domain_fails_at_the_end_and_names_those_that_are_known()
    {
        var flow = await ModelFlow.Run([.. Domains(), Field(0, "U", [1, 2])], Action());
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldBe("the domain 'U' is not known; domains that are: T");
    }

    [Theory]
    [InlineData("", false, 1)]
    [InlineData("key: [name, step]", false, 1)]
    [InlineData("", true, 0)]
    public async Task Identity_is_declared_and_in_strict_mode_all_metadata(string yaml, bool strict, int fields)
    {
        // Two ranks that build their metadata differently.
        var flow = await ModelFlow.Run([.. Domains(), Field(0, "T", [1, 2], more: ("rank-note", 1L)), Field(1, "T", [3, 4], more: ("rank-note", 2L))], Action(yaml, strict));
        flow.Sink.Fields.Count.ShouldBe(fields);
        flow.Dead.Count.ShouldBe(strict ? 2 : 0);
    }

    [Fact]
    public async Task A_whole_field_of_one_client_passes_without_a_copy()
    {
        var whole = Field(0, "T", [1, 2]);
        var payload = whole.Payload;
        var flow = await ModelFlow.Run([Unstructured(0, "T", 2, 0, 1), whole], Action());
        flow.Sink.Fields[0].Payload.ShouldBeSameAs(payload);
        flow.Sink.Fields[0].Metadata.Contains(SourcePeer.Name).ShouldBeFalse();
    }

    [Fact]
    public async Task Declarations_end_here_and_a_field_of_no_client_passes()
    {
        var flow = await ModelFlow.Run([.. Domains(), Mask(0, "T", 0, 1, 1), Make(MessageKind.Field, Metadata.From(("name", "x")), FieldPayload.Copy([1.0]), -1)], Action());
        flow.Sink.Log.ShouldBe("1; flush");
    }

    [Fact]
    public async Task Several_workers_on_many_fields_lose_and_mix_nothing()
    {
        const int Clients = 8, Steps = 200;
        var stage = new StageOptions { Workers = 4, Key = ["step"] };
        var flow = new ModelFlow([Action()], stage);
        for (var client = 0; client < Clients; client++)
            await flow.Send(Unstructured(client, "T", Clients * 4, [.. Enumerable.Range(0, 4).Select(i => (i * Clients) + client)]));
        for (var step = 0; step < Steps; step++)
        {
            foreach (var client in Enumerable.Range(0, Clients).OrderBy(client => (client * 7 + step) % Clients))
                await flow.Send(Field(client, "T", [.. Enumerable.Range(0, 4).Select(i => (step * 1000.0) + (i * Clients) + client)], step));
        }

        await flow.End();
        flow.Dead.ShouldBeEmpty();
        flow.Sink.Fields.Count.ShouldBe(Steps);
        foreach (var field in flow.Sink.Fields)
        {
            field.Metadata.TryGetInt64("step", out var step).ShouldBeTrue();
            FieldFlow.Values(field).ShouldBe(Enumerable.Range(0, Clients * 4).Select(point => (step * 1000.0) + point));
        }
    }

    private static AggregateAction Action(string yaml = "", bool strict = false) => new(FieldFlow.Bind(AggregateOptions.Set, yaml.Length == 0 ? "{}" : yaml), strict);

    private static Message[] Domains() => [Unstructured(0, "T", 4, 0, 2), Unstructured(1, "T", 4, 1, 3)];
}
