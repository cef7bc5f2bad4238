using System.Globalization;
using System.Text;
using Windrow.Core.Flows.Testing;

namespace Windrow.FlowTesting.Judging;

/// <summary>Looks whether what came is what a test expects.</summary>
internal static class Judge
{
    public static void Look(TestExpectation expectation, JudgedFlow judged)
    {
        switch (expectation)
        {
            case { DeadLetters: { } letters }:
                LookAtLetters(expectation, letters, judged);
                break;
            case { File: not null }:
                FileJudge.Look(expectation, judged);
                break;
            case { Counts: { } counts }:
                LookAtCounts(expectation, counts, judged);
                break;
            case { Output: { } output }:
                if (TextPattern.Difference(output, Encoding.UTF8.GetString(judged.Flow.Output.ToArray())) is { } difference)
                    judged.Fail(expectation.Location, $"standard output is other than expected\n{difference}");
                break;
            default:
                MessageJudge.Look(expectation, judged);
                break;
        }
    }

    /// <summary>A dead letter that no expectation is about is a failure of the test.</summary>
    public static void LookAtUnexpectedLetters(FlowTest test, JudgedFlow judged)
    {
        if (judged.ExpectsDeadLetters)
            return;
        foreach (var letter in judged.Flow.DeadLetters.Take(10))
            judged.Fail(test.Location, $"a message died that was not expected to: {Where(letter)}: {letter.Origin}: {letter.Failure}\n    expect it with {{dead-letters: 1}}, if that is right");
    }

    private static void LookAtLetters(TestExpectation expectation, int expected, JudgedFlow judged)
    {
        judged.ExpectsDeadLetters = true;
        var all = judged.Flow.DeadLetters;
        var meant = all.Where(letter =>
            (expectation.Plan is null || letter.Plan == expectation.Plan)
            && (expectation.Action is null || IsCalled(letter.Action, expectation.Action))
            && (expectation.Reason is null || TextPattern.IsIn(expectation.Reason, letter.Failure.ToString()))).ToList();
        if (meant.Count == expected)
            return;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"expected {expected} dead letters{(expectation.Reason is { } reason ? $" because of '{reason}'" : "")}, there are {meant.Count}");
        foreach (var letter in all.Take(10))
            text.Append(CultureInfo.InvariantCulture, $"\n    {Where(letter)}: {letter.Origin}: {letter.Failure}");
        judged.Fail(expectation.Location, text.ToString());
    }

    private static void LookAtCounts(TestExpectation expectation, IReadOnlyDictionary<string, string> expected, JudgedFlow judged)
    {
        foreach (var (name, value) in expected)
        {
            var count = judged.Flow.Counts.Sum(counts => TestCounts.Of(counts, name));
            if (count.ToString(CultureInfo.InvariantCulture) != value)
                judged.Fail(expectation.Location, $"expected {value} {name}, there are {count}");
        }
    }

    // A letter has the path alone: the number and the type.
    private static bool IsCalled(string path, string name) => path == name || path.EndsWith($":{name}", StringComparison.Ordinal) || path.Contains($":{name}[", StringComparison.Ordinal);

    private static string Where(Core.Errors.DeadLetter letter) => letter.Plan.Length == 0 ? letter.Action : $"{letter.Plan}/{letter.Action}";
}
