using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Testing.Compliance;
using Xunit.Sdk;

namespace Windrow.Core.Tests.PlugIns.Compliance.Defects;

/// <summary>Planted defects of a source, each of which a compliance test has to find; and a source without one, which passes them.</summary>
public sealed class SourceDefectTests
{
    [Fact]
    public async Task Source_without_a_defect_passes()
    {
        await Run(new DefectiveSource(Read), static tests => tests.All_input_comes_once_and_the_source_comes_to_its_end());
        await Run(new DefectiveSource(Read), static tests => tests.Source_waits_while_the_flow_has_no_room());
        await Run(new DefectiveSource(Read), static tests => tests.Stop_ends_a_source_that_waits_for_more());
        await Run(new DefectiveSource(Read), static tests => tests.What_was_not_settled_comes_again_with_the_same_id());
        await Run(new DefectiveSource(Read), static tests => tests.What_was_settled_does_not_come_again_after_a_restart_in_the_midst());
        await Run(new DefectiveSource(Read), static tests => tests.Input_that_is_no_message_becomes_a_dead_letter_and_the_rest_comes());
    }

    [Fact]
    public Task Line_that_is_forgotten() => ShouldFind(
        static (lines, context, stop) => Read(lines[1..], context, stop),
        static tests => tests.All_input_comes_once_and_the_source_comes_to_its_end(), "Expected: 12");

    [Fact]
    public Task Messages_that_have_the_same_id() => ShouldFind(
        static async (lines, context, stop) =>
        {
            foreach (var line in lines)
                await context.AcceptAsync(new Message(MessageKind.Event, Metadata.From(("number", line)), Payload.None, new Origin("defect", "numbers.txt", 0)), null, stop);
        },
        static tests => tests.All_input_comes_once_and_the_source_comes_to_its_end(), "Expected: 12");

    [Fact]
    public Task Id_that_is_another_in_every_run() => ShouldFind(
        static async (lines, context, stop) =>
        {
            for (var number = 0; number < lines.Length; number++)
            {
                // As of input that cannot be read again, which this can.
                var origin = new Origin("defect", "numbers.txt", number) { Version = context.RunVersion };
                await context.AcceptAsync(new Message(MessageKind.Event, Metadata.Empty, Payload.None, origin), null, stop);
            }
        },
        static tests => tests.What_was_not_settled_comes_again_with_the_same_id(), "differ");

    [Fact]
    public Task Wait_for_more_that_a_stop_does_not_end() => ShouldFind(
        static async (lines, context, stop) =>
        {
            try
            {
                await Read(lines, context, stop);
            }
            catch (OperationCanceledException)
            {
                await Task.Delay(TimeSpan.FromSeconds(40), CancellationToken.None);
            }
        },
        static tests => tests.Stop_ends_a_source_that_waits_for_more(), "the source goes on although it is to stop");

    [Fact]
    public Task Input_that_is_no_message_and_is_passed_over_in_silence() => ShouldFind(
        static (lines, context, stop) => Read([.. lines.Where(static line => int.TryParse(line, out _))], context, stop),
        static tests => tests.Input_that_is_no_message_becomes_a_dead_letter_and_the_rest_comes(), "Expected: 1");

    private static async Task Read(string[] lines, SourceContext context, CancellationToken stop)
    {
        for (var number = 0; number < lines.Length; number++)
        {
            if (int.TryParse(lines[number], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                await context.AcceptAsync(DefectiveSource.MessageOf(value), null, stop);
            else
                context.Reject(new Origin("defect", "numbers.txt", number), Failure.Permanent("no number"));
        }

        if (!context.Once)
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
    }

    private static async Task Run(DefectiveSource tests, Func<SourceCompliance, Task> test)
    {
        using (tests)
            await test(tests);
    }

    private static async Task ShouldFind(Func<string[], SourceContext, CancellationToken, Task> read, Func<SourceCompliance, Task> test, string message) =>
        (await Should.ThrowAsync<XunitException>(() => Run(new DefectiveSource(read), test))).Message.ShouldContain(message, Case.Insensitive);
}
