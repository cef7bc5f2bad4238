using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Fields.Models;

namespace Windrow.Fields.Tests.Models;

public sealed class StepMeterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-test-").FullName;

    private string Reached => Path.Combine(_directory, "reached");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_step_moves_on_when_the_last_client_has_reached_it()
    {
        var meter = Meter(clients: 2);

        meter.Take("a/0", Step(2, 1800)).ShouldBeNull();
        File.Exists(Reached).ShouldBeFalse();
        meter.Take("a/1", Step(6, 3600)).ShouldBeNull();
        File.ReadAllText(Reached).ShouldBe("1\n");
        meter.Take("a/0", Step(24, 1800)).ShouldBeNull();
        File.ReadAllText(Reached).ShouldBe("6\n");
        Directory.EnumerateFiles(_directory).Count().ShouldBe(1);
    }

    [Fact]
    public void A_client_that_goes_back_or_says_no_step_is_told()
    {
        var meter = Meter(clients: 1);
        meter.Take("a/0", Step(6, 3600)).ShouldBeNull();

        meter.Take("a/0", Step(6, 3600))!.Reason.ShouldBe("the client 'a/0' was at 6 h and says 6 h now");
        meter.Take("a/0", Metadata.Empty)!.Reason.ShouldContain("no 'step'");
        File.ReadAllText(Reached).ShouldBe("6\n");
    }

    private StepMeter Meter(int clients) => new(new PhysicalFileSystem(), Reached, 7, () => clients);

    private static Metadata Step(long step, long timeStep) => Metadata.From(("step", step), ("timeStep", timeStep));
}
