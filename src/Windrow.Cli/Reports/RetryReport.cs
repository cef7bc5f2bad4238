using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Plans;

namespace Windrow.Cli.Reports;

/// <summary>When plans try a message again after an error that may pass, one line for the plans that do alike.</summary>
internal static class RetryReport
{
    private const int MostNames = 3;

    public static void Print(IReadOnlyCollection<PlanDefinition> plans, TextWriter output)
    {
        foreach (var alike in plans.GroupBy(static plan => (plan.Retry, plan.OnError)))
            output.WriteLine($"  tries of {Names([.. alike.Select(static plan => plan.Name)])}: {Sentence(alike.Key.Retry, alike.Key.OnError)}");
    }

    private static string Sentence(RetryPolicy retry, FailurePolicy onError)
    {
        var tries = (onError.Retries is { } retries ? retry with { Attempts = retries + 1 } : retry).ToString();
        return onError.End switch
        {
            FailureEnd.Drop => tries.Replace("dead letter", "dropped", StringComparison.Ordinal),
            FailureEnd.Abort => tries.Replace("dead letter", "the flow stops", StringComparison.Ordinal),
            _ => tries,
        };
    }

    private static string Names(string[] names) => names.Length <= MostNames
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(MostNames))} and {names.Length - MostNames} more plans");
}
