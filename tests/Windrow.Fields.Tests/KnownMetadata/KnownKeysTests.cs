using Windrow.Core.Messages;
using Windrow.Fields.KnownMetadata;
using Windrow.Fields.Tests.Statistics;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.KnownMetadata;

public class KnownKeysTests
{
    [Theory]
    [InlineData("timestep", "timeStep")]
    [InlineData("startdate", "startDate")]
    [InlineData("param_id", "paramId")]
    [InlineData("misc-globalsize", "misc-globalSize")]
    [InlineData("missingVlaue", "missingValue")]
    [InlineData("levellist", "levelist")]
    [InlineData("timeStep", null)]
    [InlineData("globalSize", null)]
    [InlineData("temperature", null)]
    [InlineData("stream2", null)]
    [InlineData("lat", null)]
    [InlineData("my-own-key", null)]
    public void A_slip_of_a_known_key_is_found_and_other_names_are_left_alone(string written, string? meant) => KnownKeys.NearMiss(written).ShouldBe(meant);

    [Fact]
    public void Every_known_key_is_no_slip_of_another() => KnownKeyNames.All.Select(KnownKeys.NearMiss).ShouldAllBe(static near => near == null);

    [Fact]
    public void Metadata_tell_their_slips_unless_the_key_that_is_meant_is_there_too()
    {
        KnownKeys.SlipsIn(Metadata.From(("step", 1L), ("timestep", 3600L))).ShouldBe([("timestep", "timeStep")]);
        KnownKeys.SlipsIn(Metadata.From(("timeStep", 1L), ("timestep", 3600L))).ShouldBeEmpty();
        KnownKeys.SlipOf("timeStep", Metadata.From(("timestep", 3600L))).ShouldBe("timestep");
    }

    [Fact]
    public async Task Statistics_refuse_a_message_whose_time_step_is_spelt_almost_right()
    {
        var run = await FieldFlow.Run(Notation.Action("output-frequency: 1d\noperations: [average]"), [Notation.Field(1, [1], more: ("timestep", 1800L))]);
        var failure = run.Dead.ShouldHaveSingleItem().Failure;
        failure.Reason.ShouldBe("the message has no 'timeStep', but 'timestep'");
        failure.Advice!.ShouldContain("without it a step counts as 3600 s");
    }
}
