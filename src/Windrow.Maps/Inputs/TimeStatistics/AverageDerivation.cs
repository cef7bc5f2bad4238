using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.TimeStatistics;

/// <summary>
/// <c>average</c>: the plain mean of the instantaneous fields in windows of STEP from the start of the forecast. A window is closed: both of its ends
/// count, and have to be there, with no gap longer than STEP. A point is missing in the mean when fewer than <c>comp_frac_valid</c> of
/// the fields have it, or none has.
/// </summary>
internal sealed class AverageDerivation : TimeStatisticsDerivation
{
    private readonly double _fractionValid;

    /// <param name="fractionValid">From 0 to 1.</param>
    /// <exception cref="InputDefinitionException">A setting is not possible.</exception>
    public AverageDerivation(string name, string input, TimeSpan step, string statistic = "254:0", double fractionValid = 0)
        : base(name, input, step, statistic, "254:0")
    {
        if (fractionValid is not (>= 0 and <= 1))
            throw new InputDefinitionException("comp_frac_valid", $"comp_frac_valid of input {name} is a fraction; write a number from 0 to 1");
        _fractionValid = fractionValid;
    }

    public override IReadOnlyList<PlannedResult> Plan(IReadOnlyList<AvailableMessage> group)
    {
        var fields = Fields(group);
        var steps = new HashSet<TimeSpan>(fields.Select(static field => field.Instant.Step));
        var results = new List<PlannedResult>();
        var first = 0;
        foreach (var end in fields)
        {
            var (last, begin) = (end.Instant.Step, end.Instant.Step - Step);
            if (begin < TimeSpan.Zero || last.Ticks % Step.Ticks != 0 || !steps.Contains(begin))
                continue;
            while (fields[first].Instant.Step < begin)
                first++;
            var window = fields.Skip(first).TakeWhile(field => field.Instant.Step <= last).ToList();
            results.Add(new PlannedResult(end.Instant, DerivationOperation.Mean, Step, window));
        }

        return results;
    }

    public override IReadOnlyList<PlanGap> Gaps(IReadOnlyList<AvailableMessage> group)
    {
        var fields = Fields(group);
        var steps = new HashSet<TimeSpan>(fields.Select(static field => field.Instant.Step));
        var gaps = new List<PlanGap>();
        // A window is expected when a field lies within it.
        foreach (var window in fields.Select(field => Math.Max(0, (field.Instant.Step.Ticks - 1) / Step.Ticks)).Distinct())
        {
            var (begin, end) = (TimeSpan.FromTicks(window * Step.Ticks), TimeSpan.FromTicks((window + 1) * Step.Ticks));
            var missing = new[] { begin, end }.Where(time => !steps.Contains(time)).Select(Instant.StepText).ToList();
            if (missing.Count > 0)
                gaps.Add(new PlanGap(fields[0].Instant with { Step = end }, $"there is no instantaneous {Inputs[0]} at {string.Join(" and at ", missing)}"));
        }

        return gaps;
    }

    protected override ReadOnlyMemory<byte> Compute(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        // The last one is the template; the others are decoded one by one, so that a long window needs no more memory than a short one.
        using var template = DecodedField.Open(messages[^1], Inputs[0]);
        using var mean = new MeanAccumulator(template.Values.Count);
        var bits = template.BitsPerValue;
        for (var i = 0; i < messages.Count - 1; i++)
        {
            using var field = DecodedField.Open(messages[i], Inputs[0]);
            template.CheckSameGrid(field);
            mean.Add(field.Values);
            bits = Math.Max(bits, field.BitsPerValue);
        }

        mean.Add(template.Values);
        mean.Finish((int)Math.Ceiling(_fractionValid * messages.Count), template.Values);
        return Write(template, template.Values, planned, StatisticalProcess.Average, bits);
    }

    private static List<AvailableMessage> Fields(IReadOnlyList<AvailableMessage> group) =>
        [.. FirstBy(group.Where(static message => message.Header.Process == StatisticalProcess.Instant), static message => message.Instant.Step).Values
            .OrderBy(static message => message.Instant.Step)];
}
