using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;
using Xunit.Sdk;

namespace Windrow.Core.Tests.PlugIns.Compliance.Defects;

/// <summary>Planted defects, each of which a compliance test has to find; and an action without one, which passes them.</summary>
public sealed class ActionDefectTests
{
    private static int _made;

    [Fact]
    public async Task Action_without_a_defect_passes()
    {
        using var tests = Of(static (_, message, output) => output.Emit(message));
        await tests.Every_message_is_settled_once_and_the_counters_add_up();
        await tests.Flush_passes_and_is_settled();
        await tests.Poison_is_given_up_as_it_was_and_harms_no_other();
        await tests.Restart_in_the_midst_loses_nothing_and_adds_nothing(isForced: true);
    }

    [Fact]
    public Task Message_that_is_forgotten() => ShouldFind(
        Of(static (self, message, output) =>
        {
            if (++self.Seen != 7)
                output.Emit(message);
        }),
        static tests => tests.Every_message_is_settled_once_and_the_counters_add_up(), "a good message is a dead letter");

    [Fact]
    public Task Message_that_is_settled_twice() => ShouldFind(
        Of(static (_, message, output) =>
        {
            output.Emit(message);
            output.Drop(message);
        }),
        static tests => tests.Every_message_is_settled_once_and_the_counters_add_up(), "is settled twice");

    [Fact]
    public Task Message_that_is_changed_before_it_fails() => ShouldFind(
        Of(static (_, message, output) =>
        {
            message.Metadata = message.Metadata.With("touched", true);
            if (message.Metadata.TryGetInt64("number", out long _))
                output.Emit(message);
            else
                output.Fail(message, Failure.Permanent("no number"));
        }),
        static tests => tests.Poison_is_given_up_as_it_was_and_harms_no_other(), "the message was changed before it failed");

    [Fact]
    public Task Message_that_makes_the_next_one_fail() => ShouldFind(
        Of(static (self, message, output) =>
        {
            var isPoisoned = self.Seen > 0;
            self.Seen = message.Metadata.TryGetInt64("number", out long _) ? 0 : 1;
            if (isPoisoned && self.Seen == 0)
                output.Drop(message);
            else
                output.Emit(message);
        }),
        static tests => tests.Poison_is_given_up_as_it_was_and_harms_no_other(), "Differ");

    [Fact]
    public Task Wait_that_does_not_end_with_the_flow() => ShouldFind(
        Of(static (_, message, output) =>
        {
            new ManualResetEventSlim().Wait(TimeSpan.FromSeconds(20));
            output.Emit(message);
        }),
        static tests => tests.Forced_stop_ends_at_once(), "ActionContext.Stopping");

    [Fact]
    public Task Claim_of_several_threads_that_is_not_true()
    {
        // The first three are asked, or run by a single thread; where there are several threads, they are made to meet.
        var made = 0;
        return ShouldFind(
            new DefectiveAction(DefectPlugIns.Action(_ =>
            {
                var isForSeveral = ++made > 3;
                return new DefectAction(
                    (self, message, output) =>
                    {
                        // The value of whoever was there last.
                        var mine = (int)message.Origin.Offset;
                        self.Seen = mine;
                        if (isForSeveral && mine == 0)
                            SpinWait.SpinUntil(() => self.Seen != mine, TimeSpan.FromSeconds(30));
                        message.Metadata = message.Metadata.With("seen", (long)self.Seen);
                        output.Emit(message);
                    },
                    isConcurrent: true);
            })),
            static tests => tests.Several_threads_get_what_one_gets_where_the_action_allows_them(), "Differ");
    }

    [Fact]
    public Task Result_that_is_another_in_every_run() => ShouldFind(
        Of(static (_, message, output) =>
        {
            message.Metadata = message.Metadata.With("made", (long)Interlocked.Increment(ref _made));
            output.Emit(message);
        }),
        static tests => tests.Same_messages_give_the_same_results_with_the_same_ids(), "Differ");

    [Fact]
    public Task State_that_is_lost_with_the_process() => ShouldFind(
        Of(static (self, message, output) =>
        {
            // A sum that nobody keeps, of messages that are settled.
            self.Seen += (int)message.Origin.Offset;
            var sum = output.Child(message, MessageKind.Event, Metadata.From(("sum", (long)self.Seen)), Payload.None);
            output.Emit(sum);
            output.Absorb(message);
        }),
        static tests => tests.Restart_in_the_midst_loses_nothing_and_adds_nothing(isForced: false), "Differ");

    [Fact]
    public void Option_whose_example_does_not_bind()
    {
        using var tests = new DefectiveAction(PlugIn.Action("defect", "Has a defect.", static () => BadlyDescribedOptions.Set, static (_, _) => new DefectAction(static (_, message, output) => output.Emit(message))));
        Should.Throw<XunitException>(tests.Every_option_is_described_and_its_default_and_example_bind).Message.ShouldContain("The example of 'number' does not bind");
    }

    [Fact]
    public void Summary_that_is_no_sentence()
    {
        using var tests = new DefectiveAction(DefectPlugIns.Action(static _ => new DefectAction(static (_, message, output) => output.Emit(message))) with { Summary = "does things" });
        Should.Throw<XunitException>(tests.Declaration_says_what_it_does_delivers_and_holds).Message.ShouldContain("is no sentence");
    }

    private static DefectiveAction Of(Action<DefectAction, Message, Output> process) => new(DefectPlugIns.Action(_ => new DefectAction(process)));

    private static async Task ShouldFind(DefectiveAction tests, Func<ActionCompliance, Task> test, string message)
    {
        using (tests)
            (await Should.ThrowAsync<XunitException>(() => test(tests))).Message.ShouldContain(message, Case.Insensitive);
    }
}
