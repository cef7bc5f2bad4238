using System.Numerics;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Inputs.Transform;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.TimeStatistics;

/// <summary>
/// <c>decumulate</c>: amounts over STEP of amounts over other periods. A message of just that period is kept; of two with the same reference time and the
/// same start the difference is made; and shorter periods that fill STEP are summed. What cannot be negative is at least 0. Units stay as they are.
/// Source: the behaviour of libsim's vg6d_transform.
/// </summary>
/// <remarks>
/// libsim sums only when no period at all reaches STEP. Here sums also fill what neither a message nor a difference gives, so that a result that
/// was possible stays possible whatever comes later: a stream and a batch then end with the same results.
/// </remarks>
internal sealed class DecumulateDerivation : TimeStatisticsDerivation
{
    private static readonly EcCodesKey Edition = "editionNumber";
    private static readonly EcCodesKey Indicator = "timeRangeIndicator";

    private readonly bool _fullSteps;

    /// <param name="fullSteps">Only periods that end at a multiple of STEP; when not given, for every STEP but 24 h.</param>
    /// <exception cref="InputDefinitionException">A setting is not possible.</exception>
    public DecumulateDerivation(string name, string input, TimeSpan step, bool? fullSteps = null, string statistic = "1")
        : base(name, input, step, statistic, "1") => _fullSteps = fullSteps ?? step != TimeSpan.FromHours(24);

    public override IReadOnlyList<PlannedResult> Plan(IReadOnlyList<AvailableMessage> group)
    {
        var periods = Periods(group);
        if (periods.Count == 0)
            return [];
        var sums = new PeriodSums(periods, Step);
        var results = new SortedDictionary<TimeSpan, PlannedResult>();
        // By the start, so that of several ways to the same result the choice does not depend on the order of arrival.
        foreach (var (period, message) in periods.OrderBy(static entry => entry.Key.Start))
        {
            if (IsWanted(period.End) && Result(period, message, periods, sums) is { } result && Replaces(result, results.GetValueOrDefault(period.End)))
                results[period.End] = result;
        }

        return [.. results.Values];
    }

    public override IReadOnlyList<PlanGap> Gaps(IReadOnlyList<AvailableMessage> group)
    {
        var periods = Periods(group);
        var made = Plan(group).Select(static result => result.Instant.Step).ToHashSet();
        return
        [
            .. periods.Keys.Select(static period => period.End).Distinct()
                .Where(end => !made.Contains(end) && (IsWanted(end) || !_fullSteps))
                .Order()
                .Select(end => new PlanGap(
                    group[0].Instant with { Step = end },
                    end < Step
                        ? $"the forecast is shorter than {Instant.StepText(Step)}"
                        : $"{Inputs[0]} has no amounts from {Instant.StepText(end - Step)} to {Instant.StepText(end)}, nor any that end at both with the same start, nor shorter ones that fill it")),
        ];
    }

    protected override ReadOnlyMemory<byte> Compute(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        if (planned.Operation == DerivationOperation.Keep)
            return Keep(GribOctets.First(messages[0]), planned);
        using var fields = FieldList.Open(messages, _ => Inputs[0]);
        var values = fields[0].Values;
        for (var i = 1; i < fields.Count; i++)
        {
            if (planned.Operation == DerivationOperation.Difference)
                Kernel.Apply<DifferenceOfTwo>(values, fields[i].Values, values, values);
            else
                Kernel.Apply<SumOfTwo>(values, fields[i].Values, values, values);
        }

        if (planned.Operation == DerivationOperation.Difference && NonNegative.Is(fields[0].Handle))
            Kernel.Apply<AtLeastZero>(values, values, values, values);
        return Write(fields[0], values, planned, StatisticalProcess.Accumulation, fields.BitsPerValue);
    }

    /// <summary>The message as it is, unless it says that it is of an instant.</summary>
    private static ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> message, PlannedResult planned)
    {
        using var handle = GribHandle.FromTemplate(message.Span);
        if (handle.GetLong(Edition) == 2 || handle.GetLong(Indicator) == 4)
            return message;
        PeriodWriter.Write(handle, planned.Instant, planned.Period, StatisticalProcess.Accumulation, included: 0);
        return handle.Message.ToArray();
    }

    /// <summary>A message itself is better than a difference, which packing has made coarse, and that better than a sum of many.</summary>
    private static bool Replaces(PlannedResult result, PlannedResult? other) => other is null || result.Operation < other.Operation;

    private bool IsWanted(TimeSpan end) => end >= Step && (!_fullSteps || end.Ticks % Step.Ticks == 0);

    private PlannedResult? Result(
        (TimeSpan Start, TimeSpan End) period, AvailableMessage message, Dictionary<(TimeSpan Start, TimeSpan End), AvailableMessage> periods, PeriodSums sums)
    {
        var length = period.End - period.Start;
        if (length == Step)
            return new PlannedResult(message.Instant, DerivationOperation.Keep, Step, [message]);
        if (length > Step)
        {
            return periods.TryGetValue((period.Start, period.End - Step), out var earlier)
                ? new PlannedResult(message.Instant, DerivationOperation.Difference, Step, [message, earlier])
                : null;
        }

        return sums.EndingAt(period.End) is { } parts ? new PlannedResult(message.Instant, DerivationOperation.Sum, Step, parts) : null;
    }

    private static Dictionary<(TimeSpan Start, TimeSpan End), AvailableMessage> Periods(IReadOnlyList<AvailableMessage> group) => FirstBy(
        group.Where(static message => message.Header.Process == StatisticalProcess.Accumulation && message.Header.Period > TimeSpan.Zero),
        static message => (message.Header.Start, message.Header.End));

    private readonly struct DifferenceOfTwo : IFormula
    {
        public static Vector<float> Of(Vector<float> later, Vector<float> earlier, Vector<float> c) => later - earlier;
    }

    private readonly struct AtLeastZero : IFormula
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Max(a, Vector<float>.Zero);
    }
}
