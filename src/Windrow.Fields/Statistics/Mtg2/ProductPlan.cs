using Windrow.Core.Messages;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>What a statistic makes of a field's parameter and of the levels of statistics that it has.</summary>
/// <param name="Param">The product's parameter; null: the field's own.</param>
/// <param name="SetsTimespan">The timespan becomes that of the window: the first level of statistics, and such as are squashed into it.</param>
/// <param name="Stacked">The product's <c>stattype</c>; null: the field's own, if any.</param>
/// <param name="Problem">There is no such product; then the rest is void.</param>
internal sealed record ProductPlan(long? Param, bool SetsTimespan, string? Stacked, string? Problem = null, string? Advice = null)
{
    public static readonly ProductPlan Instant = new(null, false, null);

    /// <summary>The rules of multio 2.11.</summary>
    /// <param name="param">None: it is no number.</param>
    public static ProductPlan Of(Mtg2StatisticsOptions options, StatisticsOperation operation, long? param, MetadataValue named, bool hasTimespan, string? stattype)
    {
        if (operation == StatisticsOperation.Instant)
            return Instant;
        var settings = options.OwnSettings;
        if (!hasTimespan && stattype is null)
        {
            if (param is { } known && StatisticsParams.TryGet(known, operation, out var product))
                return new ProductPlan(product, true, null);
            return settings.DisableStrictMapping
                ? new ProductPlan(null, true, null)
                : Fails($"there is no parameter for the {operation.NameOf()} of {named}", "set 'disable-strict-mapping: true' under 'options' to let it keep its own, or leave the operation out for it");
        }

        if (!hasTimespan)
            return Fails($"the field has the stattype {stattype} and no timespan", "set 'timespan' in front");
        if (!settings.DisableSquashing && param is { } own && StatisticsParams.TryGetOperation(own, out var inner) && Squashes(operation, inner))
        {
            return stattype is null
                ? new ProductPlan(null, true, null)
                : Fails($"the {operation.NameOf()} of {named} cannot be squashed into stattype {stattype}", "set 'disable-squashing: true' under 'options'");
        }

        var stacked = StatType.Stack(options.OutputFrequency!, operation, stattype, out var problem);
        return stacked is null
            ? Fails(problem!, "take windows of 1d or 1m, and the operations average, maximum, minimum and stddev")
            : new ProductPlan(null, false, stacked);
    }

    // The mean of means is a mean; a difference of sums is the sum over the time between. Deviations do not add up.
    private static bool Squashes(StatisticsOperation operation, StatisticsOperation inner) => operation switch
    {
        StatisticsOperation.Average or StatisticsOperation.Maximum or StatisticsOperation.Minimum or StatisticsOperation.Accumulate => operation == inner,
        StatisticsOperation.Difference => inner == StatisticsOperation.Accumulate,
        _ => false,
    };

    private static ProductPlan Fails(string problem, string advice) => new(null, false, null, problem, advice);
}
