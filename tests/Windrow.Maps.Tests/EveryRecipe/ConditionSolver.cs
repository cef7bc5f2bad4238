using Windrow.Core.Filters;

namespace Windrow.Maps.Tests.EveryRecipe;

/// <summary>
/// What has to be set for an ecCodes condition to hold: one list for each way through its <c>or</c>s. Of what must not be, nothing is said:
/// who makes messages of a list asks the condition in the end.
/// </summary>
internal static class ConditionSolver
{
    public static List<List<Assignment>> Solve(Filter filter) => filter switch
    {
        EcCodesCondition whole => Solve(whole.Item),
        And and => and.Items.ToArray().Aggregate(
            new List<List<Assignment>> { new() },
            static (ways, item) => [.. ways.SelectMany(way => Solve(item).Select(more => (List<Assignment>)[.. way, .. more]))]),
        Or or => [.. or.Items.ToArray().SelectMany(Solve)],
        NumericComparison { Left.Key: { } key, Right: { Key: null } value, Operator: var operation } => [Numeric(key.Name, operation, value.Number)],
        TextComparison { IsNot: false, Left.Key: { } key, Right.Text: { } text } => [[new Assignment(key.Name, 0, text)]],
        _ => [[]],
    };

    private static List<Assignment> Numeric(string key, ComparisonOperator operation, double value) => operation switch
    {
        ComparisonOperator.Equal or ComparisonOperator.LessOrEqual or ComparisonOperator.GreaterOrEqual => [new Assignment(key, value, null)],
        ComparisonOperator.Less => [new Assignment(key, value - 1, null)],
        ComparisonOperator.Greater => [new Assignment(key, value + 1, null)],
        _ => [],
    };
}
