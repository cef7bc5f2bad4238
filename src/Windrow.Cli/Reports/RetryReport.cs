using System.Globalization;
using Windrow.Core.Plans;

namespace Windrow.Cli.Reports;

/// <summary>When plans try a message again after an error that may pass, one line for the plans that do alike.</summary>
internal static class RetryReport
{
    private const int MostNames = 3;

    public static void Print(IReadOnlyCollection<PlanDefinition> plans, TextWriter output)
    {
        foreach (var alike in plans.GroupBy(static plan => plan.Retry))
            output.WriteLine($"  tries of {Names([.. alike.Select(static plan => plan.Name)])}: {alike.Key}");
    }

    private static string Names(string[] names) => names.Length <= MostNames
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(MostNames))} and {names.Length - MostNames} more plans");
}
