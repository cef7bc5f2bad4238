using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Tests.Values;
using static Windrow.Fields.Tests.Statistics.Mtg2.MarsFields;

namespace Windrow.Fields.Tests.Statistics.Mtg2;

public sealed class Mtg2RestartTests : IDisposable
{
    private const string Operations = "output-frequency: 1d\noperations: [average, stddev, maximum, difference]\noptions: {initial-condition-present: true, disable-strict-mapping: true";

    private readonly string _folder = Directory.CreateTempSubdirectory("windrow-mtg2-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_that_goes_on_from_a_restart_has_the_products_of_one_that_was_not_interrupted()
    {
        const string First = "0=1.5 6=1 12=2";
        const string Second = "18=3.25 24=6 30=5 48=9";
        var undisturbed = await Run(Operations + "}", Series($"{First} {Second}"));
        var restart = $", restart-path: {_folder}";
        var flush = new Message(MessageKind.Flush, Metadata.From(("flushKind", 2L)), Payload.None, new Origin("test", "memory", 99));
        var before = await FieldFlow.Run(Action(Operations + restart + ", write-restart: true}"), Series(First).Append(flush));
        before.Products.Where(static product => product.Kind == MessageKind.Field && Key(product, "complete") == "true").ShouldBeEmpty();
        Directory.GetDirectories(Path.Combine(_folder, "StatisticsDump")).Select(Path.GetFileName).ShouldBe(["20240228-120000", "latest"], ignoreOrder: true);
        var after = await Run(Operations + restart + ", read-restart: true}", Series(Second));
        after.ShouldBe(undisturbed);
    }

    [Fact]
    public async Task Last_step_writes_no_restart()
    {
        var flush = new Message(MessageKind.Flush, Metadata.From(("flushKind", "last-step")), Payload.None, new Origin("test", "memory", 99));
        await FieldFlow.Run(Action(Operations + $", restart-path: {_folder}, write-restart: true}}"), Series("0=1 6=1").Append(flush));
        Directory.Exists(Path.Combine(_folder, "StatisticsDump")).ShouldBeFalse();
    }
}
