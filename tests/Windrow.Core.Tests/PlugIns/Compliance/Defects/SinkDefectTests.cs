using Windrow.Testing.Compliance;
using Windrow.Testing.Faults;
using Xunit.Sdk;

namespace Windrow.Core.Tests.PlugIns.Compliance.Defects;

/// <summary>Sinks that write files by themselves, and what becomes of them when an operation fails.</summary>
public sealed class SinkDefectTests
{
    [Fact]
    public Task Effect_that_happens_again_with_the_message() => ShouldFind(Appending(), static tests => tests.Effect_has_happened_when_the_flow_ends_and_happens_once_when_all_comes_again(), "Differ");

    [Fact]
    public Task Write_that_is_left_half_done() => ShouldFind(Appending(), static tests => tests.Operation_on_a_file_that_fails_is_tried_again(FaultManner.ShortWrite), "the effects are");

    [Fact]
    public Task Effect_that_is_not_durable_when_the_message_is_settled() => ShouldFind(Appending(), static tests => tests.Process_that_is_killed_and_started_again_has_had_each_effect_once(FaultManner.PowerCut), "the effects are");

    [Fact]
    public void Sink_that_does_not_say_that_it_is_one()
    {
        using var tests = new DefectiveSink(DefectPlugIns.Sink(static _ => new DefectAction(static (_, message, output) => output.Deliver(message))));
        Should.Throw<XunitException>(tests.Sink_says_that_it_is_one).Message.ShouldContain("IsTerminal");
    }

    // A line a message, at the end of a file: no ledger, no fsync, no cutting back.
    private static DefectiveSink Appending() => new(DefectPlugIns.Sink(static context => new DefectAction(
        (_, message, output) =>
        {
            var files = context.Services.Files;
            files.CreateDirectory(context.FullPath("out"));
            using (var file = files.OpenWrite(context.FullPath("out/all.txt"), append: true))
                file.Write(System.Text.Encoding.UTF8.GetBytes($"{message.Origin.Offset}\n"));
            output.Deliver(message);
        },
        isTerminal: true)));

    private static async Task ShouldFind(DefectiveSink tests, Func<SinkCompliance, Task> test, string message)
    {
        using (tests)
            (await Should.ThrowAsync<XunitException>(() => test(tests))).Message.ShouldContain(message, Case.Insensitive);
    }
}
