using Windrow.Fields.Statistics;
using Windrow.Fields.Statistics.Mtg2;

namespace Windrow.Fields.Tests.Statistics.Mtg2;

/// <summary>What has to hold of the table as a whole; single rows are among the tests of products.</summary>
public class StatisticsParamsTests
{
    [Fact]
    public void No_two_statistics_have_the_same_parameter() =>
        StatisticsParams.All.GroupBy(static entry => entry.Value).Where(static group => group.Count() > 1)
            .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static entry => $"{entry.Key.Operation} of {entry.Key.Param}"))}").ShouldBeEmpty();

    [Fact]
    public void Numbers_of_one_parameter_end_alike()
    {
        foreach (var ((param, operation), product) in StatisticsParams.All)
        {
            var of = operation switch { StatisticsOperation.Maximum => 237, StatisticsOperation.Minimum => 238, StatisticsOperation.StandardDeviation => 239, _ => 0 };
            if (of == 0 || product / 1000 != of || !StatisticsParams.TryGet(param, StatisticsOperation.Average, out var mean) || mean / 1000 != 235)
                continue;
            (product % 1000).ShouldBe(mean % 1000, $"{operation} of {param}");
        }
    }

    [Fact]
    public void Table_knows_which_statistic_a_product_is()
    {
        foreach (var ((_, operation), product) in StatisticsParams.All)
        {
            StatisticsParams.TryGetOperation(product, out var known).ShouldBeTrue();
            known.ShouldBe(operation);
        }
    }
}
