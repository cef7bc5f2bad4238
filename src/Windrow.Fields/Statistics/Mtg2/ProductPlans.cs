using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>The plans of the products of fields, worked out once for each kind of field. Safe for several threads.</summary>
internal sealed class ProductPlans(Mtg2StatisticsOptions options)
{
    private readonly OwnKey _param = new("param");
    private readonly MetadataSlot _paramId = new("paramId");
    private readonly OwnKey _timespan = new("timespan");
    private readonly OwnKey _stattype = new("stattype");
    private readonly ConcurrentDictionary<(MetadataValue Param, bool HasTimespan, string? StatType), ProductPlan[]> _plans = new();

    /// <summary>One plan for each operation of the options, in their order.</summary>
    public ProductPlan[] Of(Metadata metadata)
    {
        if (!_param.TryGet(metadata, out var param))
            _paramId.TryGet(metadata, out param);
        var hasTimespan = _timespan.TryGet(metadata, out var timespan) && !(timespan.TryGetString(out var word) && word == "none");
        var stattype = _stattype.TryGet(metadata, out var value) && value.TryGetString(out var text) && text.Length > 0 ? text : null;
        return _plans.GetOrAdd((param, hasTimespan, stattype), Make);
    }

    /// <summary>Why a field has no products; null when it has.</summary>
    public Failure? Check(Metadata metadata)
    {
        foreach (var plan in Of(metadata))
        {
            if (plan.Problem is { } problem)
                return Failure.Permanent(problem, plan.Advice);
        }

        return null;
    }

    private ProductPlan[] Make((MetadataValue Param, bool HasTimespan, string? StatType) field)
    {
        long? number = MetadataNumber.TryGet(field.Param, out var known) ? known : null;
        return [.. options.Operations.Select(operation => ProductPlan.Of(options, operation, number, field.Param, field.HasTimespan, field.StatType))];
    }
}
