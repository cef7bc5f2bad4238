using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.TimeStatistics;

/// <summary>What <c>decumulate</c> and <c>average</c> have in common: one input, a STEP, and results within one run and series of fields.</summary>
internal abstract class TimeStatisticsDerivation : DerivationBase
{
    /// <param name="step">STEP, of any length; recipes give whole hours.</param>
    /// <exception cref="InputDefinitionException">STEP is not positive, or what is asked for is not known; the message says what is possible.</exception>
    protected TimeStatisticsDerivation(string name, string input, TimeSpan step, string statistic, string possible)
        : base(name, [input])
    {
        if (step <= TimeSpan.Zero)
            throw new InputDefinitionException("step", $"the step of input {name} has to be at least one; write a number of hours");
        if (statistic != possible)
            throw new InputDefinitionException("comp_stat_proc", $"comp_stat_proc '{statistic}' of input {name} is not possible; write '{possible}' or leave it out");
        Step = step;
    }

    protected TimeSpan Step { get; }

    public sealed override PlanGroup GroupOf(AvailableMessage message) => new(message.Instant.ReferenceTime, null, message.Instant.Member, message.Header.Series);

    /// <summary>The first message of each key, as for two messages alike the one that came first counts.</summary>
    protected static Dictionary<TKey, AvailableMessage> FirstBy<TKey>(IEnumerable<AvailableMessage> messages, Func<AvailableMessage, TKey> keyOf)
        where TKey : notnull
    {
        var first = new Dictionary<TKey, AvailableMessage>();
        foreach (var message in messages)
            first.TryAdd(keyOf(message), message);
        return first;
    }

    /// <summary>Opens the template, lets the values be changed, and writes them with the planned period.</summary>
    protected static byte[] Write(DecodedField template, FieldValues values, PlannedResult planned, StatisticalProcess process, int bits)
    {
        FieldLevel.WriteTrueHeight(template.Handle);
        PeriodWriter.Write(template.Handle, planned.Instant, planned.Period, process, planned.Messages.Count);
        return FieldEncoding.Encode(template.Handle, values, bits);
    }
}
