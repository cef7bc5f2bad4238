using System.Diagnostics;
using Windrow.Core.Flows.Testing;
using Windrow.FlowTesting.Judging;
using Windrow.FlowTesting.Running;

namespace Windrow.FlowTesting;

/// <summary>
/// Runs one test of a flow. The process is to do nothing else meanwhile, and the caller is no thread of the pool; see <see cref="Clock.Stillness"/>.
/// </summary>
/// <param name="update">Golden files that are missing, or not like what came, are written.</param>
/// <param name="keep">The sandbox is kept.</param>
public sealed class FlowTestRun(FlowUnderTest subject, FlowTest test, bool update, bool keep)
{
    public TestResult Run()
    {
        var started = Stopwatch.GetTimestamp();
        using var flow = new TestedFlow(subject, test) { Keeps = keep };
        var judged = new JudgedFlow(flow, new GoldenFiles(subject.Directory, subject.Services.Files, update));
        if (flow.IsReady)
            Run(flow, judged);
        else
            judged.Fail(test.Location, $"the flow cannot be read for the test:\n{string.Join('\n', flow.Diagnostics.Sorted.Select(static finding => $"    {finding}"))}");
        return new TestResult(
            test.Name, test.Location, Stopwatch.GetElapsedTime(started), [.. judged.Failures.Select(failure => failure with { Text = flow.AsConfigured(failure.Text) })],
            judged.Golden.Written, [.. flow.TestLog.Lines.Select(flow.AsConfigured)], keep ? flow.Directory : null);
    }

    private void Run(TestedFlow flow, JudgedFlow judged)
    {
        var at = test.Location;
        try
        {
            flow.Start();
            for (var i = 0; i < test.Given.Count;)
            {
                at = test.Given[i].Location;
                i += Step(i, flow, judged);
            }

            at = test.Location;
            if (flow.End(test.End) is { } problem)
                judged.Fail(test.Location, problem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or TimeoutException or DllNotFoundException)
        {
            judged.Fail(at, exception.Message);
            return;
        }

        foreach (var expectation in test.Expect)
            Judge.Look(expectation, judged);
        Judge.LookAtUnexpectedLetters(test, judged);
        if (flow.LostSource)
            judged.Fail(test.Location, "a source was given up; see the log below");
        if (flow.AbortReason is { } reason)
            judged.Fail(test.Location, $"the flow stopped, as 'on-error: abort' says: {reason}");
        foreach (var fault in flow.Faults.Unused)
            judged.Fail(fault.Location, $"'{fault.Action}' never failed: no message that is meant reached it");
    }

    /// <returns>How many steps were made: files that come one after the other come together.</returns>
    private int Step(int index, TestedFlow flow, JudgedFlow judged)
    {
        var step = test.Given[index];
        switch (step.Kind)
        {
            case TestStepKind.Message or TestStepKind.Read:
                flow.Give(new GivenMessage(step, flow.NameOf(step), index + 1));
                break;
            case TestStepKind.Drop:
                return Drop(index, flow);
            case TestStepKind.Run:
                flow.SourceOf(step).Start();
                flow.Timeline.Settle();
                break;
            case TestStepKind.Advance:
                flow.Timeline.PassUntil(flow.Clock.GetUtcNow() + step.Advance!.Value);
                break;
            case TestStepKind.At:
                if (step.At < flow.Clock.GetUtcNow().UtcDateTime)
                    judged.Fail(step.Location, $"the clock says {Core.Messages.TimeText.Format(flow.Clock.GetUtcNow().UtcDateTime)} already; time does not go back");
                flow.Timeline.PassUntil(step.At!.Value);
                break;
            case TestStepKind.Restart:
                flow.Restart(step.Down);
                break;
            default:
                foreach (var expectation in step.Expect)
                    Judge.Look(expectation, judged);
                break;
        }

        return 1;
    }

    private int Drop(int index, TestedFlow flow)
    {
        var source = flow.NameOf(test.Given[index]);
        var together = test.Given.Skip(index).TakeWhile(step => step.Kind == TestStepKind.Drop && flow.NameOf(step) == source).ToList();
        foreach (var step in together)
            flow.Drop(step);
        if (!flow.SourceOf(together[0]).IsStarted)
        {
            flow.SourceOf(together[0]).Start();
            flow.Timeline.Settle();

            // It has found them, and would wait whether they still grow; they were renamed in.
            foreach (var step in together)
                flow.Files.TellAgain(flow.PlaceOf(step));
        }

        flow.Timeline.Settle();
        return together.Count;
    }
}
