using System.Globalization;
using System.Text;
using Windrow.Core.Flows.Testing;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Values;
using Windrow.FlowTesting.Running;

namespace Windrow.FlowTesting.Judging;

/// <summary>Compares the messages that reached an action with those that a test expects.</summary>
internal static class MessageJudge
{
    private const int MostShown = 10;

    public static void Look(TestExpectation expectation, JudgedFlow judged)
    {
        var arrivals = judged.Flow.Arrivals.Of(expectation.Plan!, expectation.Action, judged.Flow.DeadLetters);
        var place = expectation.Action is { } action ? $"{action} of plan '{expectation.Plan}'" : $"plan '{expectation.Plan}'";
        if (expectation.Count is { } count && count != arrivals.Count)
            judged.Fail(expectation.Location, $"expected {count} messages at {place}, {arrivals.Count} came{Shown(arrivals)}");
        if (expectation.Messages is { } messages)
            Compare(expectation, messages, arrivals, place, judged);
        if (expectation.Fields is { } fields)
            CompareFields(expectation, fields, arrivals, judged);
    }

    private static void Compare(TestExpectation expectation, IReadOnlyList<TestMessage> expected, IReadOnlyList<Arrival> arrivals, string place, JudgedFlow judged)
    {
        var partners = Partners(expectation, expected, arrivals);
        for (var i = 0; i < expected.Count; i++)
        {
            if (partners[i] < 0)
                judged.Fail(expected[i].Location, $"this message did not come to {place}{Nearest(expectation, expected[i], [.. arrivals.Where((_, index) => !partners.Contains(index))])}");
        }

        if (expectation.Order == TestOrder.AsWritten && Array.TrueForAll(partners, static partner => partner >= 0) && !partners.SequenceEqual(partners.Order()))
            judged.Fail(expectation.Location, $"the messages came to {place} in another order{Shown(arrivals)}");
        if (expectation.Others)
            return;
        var others = arrivals.Where((_, index) => !partners.Contains(index)).ToList();
        if (others.Count > 0)
            judged.Fail(expectation.Location, $"{others.Count} messages came to {place} that are not expected{Shown(others)}");
    }

    // For each expected message another one that came; as many as can be at all: the first that fits may be the only one for another.
    private static int[] Partners(TestExpectation expectation, IReadOnlyList<TestMessage> expected, IReadOnlyList<Arrival> arrivals)
    {
        var fits = expected.Select(message => arrivals.Select(arrival => DifferenceOf(expectation, message, arrival) is null).ToArray()).ToArray();
        var taker = new int[arrivals.Count];
        Array.Fill(taker, -1);
        bool Find(int message, bool[] seen)
        {
            for (var i = 0; i < arrivals.Count; i++)
            {
                if (!fits[message][i] || seen[i])
                    continue;
                seen[i] = true;
                if (taker[i] >= 0 && !Find(taker[i], seen))
                    continue;
                taker[i] = message;
                return true;
            }

            return false;
        }

        for (var message = 0; message < expected.Count; message++)
            Find(message, new bool[arrivals.Count]);
        return [.. Enumerable.Range(0, expected.Count).Select(message => Array.IndexOf(taker, message))];
    }

    /// <returns>Null: it is the one.</returns>
    private static string? DifferenceOf(TestExpectation expectation, TestMessage expected, Arrival arrival)
    {
        var message = arrival.Message;
        if (expected.Kind is { } kind && kind != message.Kind)
            return $"its kind is {message.Kind.ToString().ToLowerInvariant()}";
        if (expected.Metadata is { } metadata && MetadataDifference.Of(metadata, message.Metadata) is { } difference)
            return difference;
        if (expected.At is { } at && Math.Abs((arrival.At.UtcDateTime - at).TotalSeconds) >= 1)
            return $"it came at {TimeText.Format(arrival.At.UtcDateTime)}";
        if (expected.Text is { } text)
        {
            if (message.Payload is not BytesPayload bytes)
                return "its payload is no text";
            var actual = Encoding.UTF8.GetString(bytes.Span);
            if (!TextPattern.Matches(text, actual))
                return $"its text is '{actual}'";
        }

        return expected.Values is { } values ? FieldDifference.Of(values, message, Tolerance.Of(expectation)) : null;
    }

    private static string Nearest(TestExpectation expectation, TestMessage expected, List<Arrival> left)
    {
        if (left.Count == 0)
            return "";
        var (nearest, difference) = left.Select(arrival => (arrival, DifferenceOf(expectation, expected, arrival) ?? "")).MinBy(static each => each.Item2.Count(static letter => letter == ','));
        return $"\n    the nearest that came: {Shown(nearest)}\n    {difference}";
    }

    private static void CompareFields(TestExpectation expectation, string golden, IReadOnlyList<Arrival> arrivals, JudgedFlow judged)
    {
        if (arrivals.Count == 0)
        {
            judged.Fail(expectation.Location, $"no message came to compare with '{golden}'");
            return;
        }

        using var all = new MemoryStream();
        foreach (var arrival in arrivals)
        {
            if (arrival.Message.Payload is not GribPayload grib)
            {
                judged.Fail(expectation.Location, $"'fields' compares GRIB messages, and this one is none: {Shown(arrival)}\n    name an action behind 'encode', or list 'values' under 'messages'");
                return;
            }

            all.Write(grib.Span);
        }

        if (judged.Golden.Judge(golden, all.ToArray(), content => FieldDifference.OfGrib(content, all.ToArray(), Tolerance.Of(expectation))) is { } difference)
            judged.Fail(expectation.Location, difference);
    }

    private static string Shown(IReadOnlyList<Arrival> arrivals)
    {
        var text = new StringBuilder();
        foreach (var arrival in arrivals.Take(MostShown))
            text.Append("\n    ").Append(Shown(arrival));
        if (arrivals.Count > MostShown)
            text.Append(CultureInfo.InvariantCulture, $"\n    … and {arrivals.Count - MostShown} more");
        return text.ToString();
    }

    private static string Shown(Arrival arrival)
    {
        var text = $"{arrival.Message.Kind.ToString().ToLowerInvariant()} {arrival.Message.Metadata.Materialise([])} at {TimeText.Format(arrival.At.UtcDateTime)}";
        return text.Length > 400 ? text[..400] + "…" : text;
    }
}
