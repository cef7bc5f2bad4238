using Windrow.Core.Configuration;
using Windrow.Core.Expectations;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;

namespace Windrow.Core.Tests.Expectations;

/// <summary>What came, judged by moments; no clock and no flow.</summary>
public class ExpectationBookTests
{
    private static readonly DateTime Day = new(2026, 7, 29, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Result_within_its_time_is_met_one_after_it_is_recovered_and_none_is_late_and_then_missing()
    {
        var book = Book("{every: 15min, within: 8min}", "11:59");
        Take(book, "12:03");
        Take(book, "12:25");
        State(book, "12:07").ShouldBeNull();
        State(book, "12:08").ShouldBe("12:00 met");
        State(book, "12:22:59").ShouldBe("12:00 met");
        State(book, "12:23").ShouldBe("12:15 late");
        State(book, "12:25").ShouldBe("12:15 recovered");
        State(book, "12:38").ShouldBe("12:30 late");
        State(book, "12:45").ShouldBe("12:30 missing");
    }

    [Fact]
    public void Each_state_is_told_once_and_what_is_over_once()
    {
        var book = Book("{every: 15min, within: 8min}", "11:59");
        Look(book, "12:07").ShouldBeEmpty();
        Look(book, "12:08").ShouldBe(["12:00 late"]);
        Look(book, "12:09").ShouldBeEmpty();
        Take(book, "12:10");
        Look(book, "12:11").ShouldBe(["12:00 recovered"]);
        Look(book, "12:12").ShouldBeEmpty();
        Look(book, "12:23").ShouldBe(["12:15 late"]);
        Look(book, "12:30").ShouldBe(["12:15 missing"]);
        Look(book, "12:31").ShouldBeEmpty();
    }

    [Fact]
    public void Next_look_is_when_something_is_late_or_missing()
    {
        var book = Book("{every: 15min, within: 8min}", "11:59");
        book.NextLook(At("12:01")).ShouldBe(At("12:08"));
        Look(book, "12:08").ShouldNotBeEmpty();
        book.NextLook(At("12:08")).ShouldBe(At("12:15"));
        Look(book, "12:15").ShouldNotBeEmpty();
        book.NextLook(At("12:15")).ShouldBe(At("12:23"));
    }

    [Fact]
    public void With_a_time_of_its_own_a_result_is_for_that_time_however_late_it_comes()
    {
        var book = Book("{every: 15min, within: 20min, time: start, late-for: 1h}", "11:59");
        Take(book, "12:18", ("start", At("12:00")));
        Take(book, "12:50", ("start", "2026-07-29T12:15:00Z"));
        Take(book, "12:51", ("other", 1L));
        State(book, "12:20").ShouldBe("12:00 met");
        State(book, "12:35").ShouldBe("12:15 late");
        State(book, "12:50").ShouldBe("12:30 late");
        book.At(At("12:50"))[1].State.ShouldBe(OccurrenceState.Recovered);
        book.At(At("13:49"))[^3].State.ShouldBe(OccurrenceState.Late);
        book.At(At("13:50"))[^3].State.ShouldBe(OccurrenceState.Missing);
    }

    [Fact]
    public void A_daily_result_is_late_from_its_time_on_and_missing_when_the_day_is_over()
    {
        var book = Book("{by: \"05:40Z\"}", "04:00");
        State(book, "05:39:59").ShouldBeNull();
        State(book, "05:40").ShouldBe("00:00 late");
        State(book, "23:59").ShouldBe("00:00 late");
        book.At(Day.AddDays(1))[0].State.ShouldBe(OccurrenceState.Missing);
        Take(book, "05:45");
        State(book, "06:00").ShouldBe("00:00 recovered");

        // Who began to expect it later in the day has not missed today's.
        Book("{by: \"05:40Z\"}", "06:00").At(At("07:00")).ShouldBeEmpty();
    }

    [Fact]
    public void Fewer_than_at_least_are_short_and_the_missing_ones_are_named()
    {
        var book = Book("{every: 6h, within: 4h, at-least: 3, of: {number: [0, 1, 2, 3]}}", "00:00");
        Take(book, "01:00", ("number", 0L));
        Take(book, "01:10", ("number", 2L));
        Take(book, "01:20", ("number", 7L));
        var judged = book.At(At("04:00"))[0];
        (judged.State, judged.Got).ShouldBe((OccurrenceState.Short, 2));
        judged.Missing.ShouldBe(["number=1", "number=3"]);
        Take(book, "04:30", ("number", 3L));
        State(book, "04:30").ShouldBe("00:00 recovered");
        State(book, "03:00").ShouldBeNull();
        book.At(At("06:00"))[0].IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Of_alone_wants_all_and_may_be_a_number()
    {
        var book = Book("{every: 1h, of: 3}", "00:00");
        Take(book, "00:10");
        Take(book, "00:20");
        State(book, "01:00").ShouldBe("00:00 short");
        Take(book, "00:30");
        State(book, "01:00").ShouldBe("00:00 met");
    }

    [Fact]
    public void Equal_keys_are_duplicates_but_not_the_same_message_again()
    {
        var book = Book("{every: 1h, key: [channel], at-least: 2}", "00:00");
        var (first, second) = (Message(("channel", "IR")), Message(("channel", "VIS")));
        foreach (var message in new[] { first, second, first })
            book.Take(message, null, false, At("00:10"), out _);
        State(book, "01:00").ShouldBe("00:00 met");
        Take(book, "00:40", ("channel", "IR"));
        var judged = book.At(At("01:00"))[0];
        judged.State.ShouldBe(OccurrenceState.Duplicate);
        judged.Missing.ShouldBe(["channel=IR"]);
        Look(book, "01:00").ShouldBe(["00:00 duplicate"]);
        Look(book, "01:01").ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_key_more_results_than_needed_are_no_duplicates()
    {
        var book = Book("{every: 1h}", "00:00");
        for (var i = 0; i < 5; i++)
            Take(book, "00:10");
        State(book, "01:00").ShouldBe("00:00 met");
    }

    [Fact]
    public void Products_are_told_by_their_names_which_hold_their_times()
    {
        var book = Book("{product: \"maps/rain_{start_time:%Y%m%d%H}_{area}.png\", every: 6h, within: 7h, time: start_time}", "00:00");
        Written(book, "/flow/maps/rain_2026072900_north.png", "06:50").ShouldBeTrue();
        Written(book, "/flow/maps/wind_2026072900_north.png", "06:50").ShouldBeFalse();
        Written(book, "/other/maps/rain_2026072900_north.png", "06:50").ShouldBeFalse();
        book.Take(Message(("x", 1L)), null, false, At("06:51"), out _).ShouldBeFalse();
        State(book, "07:00").ShouldBe("00:00 met");
        Written(book, "/flow/maps/rain_2026072900_north.png", "06:55").ShouldBeTrue();
        State(book, "07:00").ShouldBe("00:00 duplicate");

        // One that a message is about counts as one that was written.
        book.Take(new Message(MessageKind.Product, Metadata.From(("path", "/flow/maps/rain_2026072906_x.png")), Payload.None, new Origin("t", "x", 9)), null, false, At("12:00"), out _).ShouldBeTrue();
        State(book, "13:00").ShouldBe("06:00 met");
    }

    [Fact]
    public void More_of_a_file_is_no_second_product_and_a_file_that_is_begun_anew_is()
    {
        var book = Book("{product: \"all.grib\", every: 1h}", "00:00");
        foreach (var (at, continues) in new[] { ("00:10", false), ("00:11", true), ("00:12", true), ("01:20", true), ("01:21", true) })
            book.Take(Message(("x", 1L)), "/flow/all.grib", continues, At(at), out _);
        State(book, "01:00").ShouldBe("00:00 met");
        State(book, "02:00").ShouldBe("01:00 met", "one that goes on is a result of the next hour");
        book.Take(Message(("x", 1L)), "/flow/all.grib", false, At("01:30"), out _);
        State(book, "02:00").ShouldBe("01:00 duplicate");
    }

    [Fact]
    public void What_is_kept_brings_back_the_same_book()
    {
        var expectation = Expect("{every: 1h, key: [channel]}");
        var book = new ExpectationBook(expectation, At("00:00"));
        var rows = new List<ExpectationRow>();
        foreach (var (at, channel) in new[] { ("00:10", "IR"), ("00:20", "IR"), ("02:30", "VIS") })
        {
            book.Take(Message(("channel", channel)), null, false, At(at), out var row).ShouldBeTrue();
            rows.Add(row!);
        }

        rows.Add(new ExpectationRow(At("01:00"), null, Told: OccurrenceState.Missing, Culprit: "source 'x' — silent"));
        var again = new ExpectationBook(expectation, At("00:00"));
        foreach (var row in rows)
            again.Restore(ExpectationRow.Read(row.Key, row.ToBytes()).ShouldNotBeNull());
        again.At(At("03:00")).Select(Describe).ShouldBe(["02:00 met", "01:00 missing", "00:00 duplicate"]);
        again.At(At("03:00"))[1].Culprit.ShouldBe("source 'x' — silent");
        Look(again, "03:00").ShouldBe(["00:00 duplicate"]);
        ExpectationRow.Read("since", []).ShouldBeNull();
        ExpectationRow.Read("2026-07-29T00:00:00Z a", [1, 2]).ShouldBeNull();
    }

    [Fact]
    public void After_long_absence_no_more_times_are_looked_at_than_are_remembered()
    {
        var book = new ExpectationBook(Expect("{every: 1s}"), Day.AddYears(-20));
        book.Look(Day).Count.ShouldBeInRange(1, 2_001);
        book.At(Day).Count.ShouldBe(2_000);
        book.Forget(Day).Count.ShouldBe(0);
        book.Forget(Day.AddDays(8)).Count.ShouldBeGreaterThan(1_900);
    }

    [Theory]
    [InlineData("{}", "WR2009: an expectation says either 'every' or 'by'")]
    [InlineData("{every: 1h, by: \"05:00Z\"}", "WR2009: an expectation says either 'every' or 'by'")]
    [InlineData("{by: \"05:00\"}", "WR2011: 'by' does not take the text '05:00': a time of day in UTC ends with Z")]
    [InlineData("{by: \"25:00Z\"}", "WR2011: 'by' does not take the text '25:00Z': it is no time of day")]
    [InlineData("{every: 15min, within: 20min}", "WR2009: without 'time' a result is for the span in which it comes")]
    [InlineData("{every: 15min, late-for: 1h}", "WR2009: without 'time' a result is for the span or day")]
    [InlineData("{every: 0s}", "WR2004: 'every' does not take")]
    [InlineData("{every: 1h, of: 3, at-least: 4}", "WR2009: there are only 3")]
    [InlineData("{every: 1h, of: 0}", "WR2009: 'of' does not take the whole number 0")]
    [InlineData("{every: 1h, product: \"a{b\"}", "WR2011: 'product' does not take")]
    [InlineData("{every: 1h, product: a, key: [b]}", "WR2009: products are told apart by their path")]
    [InlineData("{evry: 1h}", "WR2001: 'evry' is not an option of an expectation; did you mean 'every'?")]
    [InlineData("[{every: 1h, name: a}, {every: 2h, name: a}]", "WR3002: the plan has another expectation named 'a'")]
    [InlineData("[late]", "WR2003: an expectation is a mapping, this is the text 'late'")]
    public void What_makes_no_sense_is_told_with_its_place(string expect, string finding)
    {
        var diagnostics = new DiagnosticBag();
        ExpectationReader.Read(ConfigReader.Read(expect, "flow.yaml", diagnostics), "p", "/flow", diagnostics);
        diagnostics.ToString().ShouldContain(finding);
        diagnostics.ToString().ShouldStartWith("flow.yaml:1:");
    }

    private static ExpectationBook Book(string expect, string since) => new(Expect(expect), At(since));

    private static Expectation Expect(string expect)
    {
        var diagnostics = new DiagnosticBag();
        var read = ExpectationReader.Read(ConfigReader.Read(expect, "flow.yaml", diagnostics), "p", "/flow", diagnostics);
        diagnostics.ToString().ShouldBe("");
        return read.ShouldHaveSingleItem();
    }

    private static DateTime At(string time) => Day + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    private static int _number;

    private static Message Message(params ReadOnlySpan<(string, MetadataValue)> metadata) =>
        new(MessageKind.Event, Metadata.From(metadata), Payload.None, new Origin("test", "memory", Interlocked.Increment(ref _number)));

    private static void Take(ExpectationBook book, string at, params ReadOnlySpan<(string, MetadataValue)> metadata) => book.Take(Message(metadata), null, false, At(at), out _);

    private static bool Written(ExpectationBook book, string path, string at) => book.Take(Message(("x", 1L)), path, false, At(at), out _);

    private static string? State(ExpectationBook book, string at) => book.At(At(at)) is [var newest, ..] ? Describe(newest) : null;

    private static string[] Look(ExpectationBook book, string at) => [.. book.Look(At(at)).Select(Describe)];

    private static string Describe(Judgement judgement) => $"{judgement.Slot:HH:mm} {ExpectationNotification.Word(judgement.State)}";
}
