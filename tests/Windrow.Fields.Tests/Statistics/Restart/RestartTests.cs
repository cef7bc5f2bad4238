using Windrow.Core.Messages;
using Windrow.Fields.Aggregate;
using Windrow.Fields.Tests.Model;
using static Windrow.Fields.Tests.Model.ModelMessages;

namespace Windrow.Fields.Tests.Statistics.Restart;

/// <summary>A run that is ended in the middle of its windows, and goes on as another with other clients.</summary>
public sealed class RestartTests : IDisposable
{
    private const int Points = 12;
    private const double Mark = -99;

    private readonly string _folder = Directory.CreateTempSubdirectory("windrow-restart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, int, int, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int, bool, bool>();
            foreach (var (before, after) in (ReadOnlySpan<(int, int)>)[(2, 2), (2, 3), (3, 2), (1, 4), (4, 1)])
            {
                foreach (var single in (ReadOnlySpan<bool>)[false, true])
                {
                    cases.Add("operations: [average, maximum, minimum, accumulate, instant]", before, after, single, false);
                    cases.Add("operations: [average, minimum]\noptions: {value-count-threshold: 2}", before, after, single, false);
                    cases.Add("operations: [difference, average]\noptions: {initial-condition-present: true, solver-reset-accumulate-fields-every: never}", before, after, single, false);
                    cases.Add("operations: [average, maximum]\noptions: {step-frequency: 6, value-count-threshold: 2}", before, after, single, true);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Another_number_of_clients_gives_the_results_of_the_undisturbed_run(string plan, int before, int after, bool single, bool strict)
    {
        var start = plan.Contains("initial", StringComparison.Ordinal) ? 0 : 6;
        var undisturbed = await Run([.. Domains(after), .. Fields(after, start, 54, single)], plan, strict);
        var first = await Run([.. Domains(before), .. Fields(before, start, 18, single), .. Flushes(before)], With(plan, "write-restart"), strict);
        first.Sink.Fields.ShouldBeEmpty();
        var second = await Run([.. Domains(after), .. Fields(after, 24, 54, single)], With(plan, "read-restart"), strict);
        second.Dead.ShouldBeEmpty();
        Described(second).ShouldBe(Described(undisturbed));
        undisturbed.Sink.Fields.Count.ShouldBeGreaterThan(2);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    public async Task Statistics_behind_aggregate_go_on_as_well(int before, int after)
    {
        const string Plan = "operations: [average, maximum]\noptions: {value-count-threshold: 1}";
        var undisturbed = await RunBehind([.. Domains(after), .. Fields(after, 6, 54)], Plan);
        await RunBehind([.. Domains(before), .. Fields(before, 6, 18), .. Flushes(before)], With(Plan, "write-restart"));
        var second = await RunBehind([.. Domains(after), .. Fields(after, 24, 54)], With(Plan, "read-restart"));
        second.Dead.ShouldBeEmpty();
        Described(second).ShouldBe(Described(undisturbed));
    }

    [Theory]
    [InlineData("operations: [average, maximum, minimum, accumulate]")]
    [InlineData("operations: [average, minimum]\noptions: {value-count-threshold: 2}")]
    public async Task Statistics_in_front_of_aggregate_and_behind_it_give_equal_results(string plan)
    {
        var front = await Run([.. Domains(3), .. Fields(3, 6, 54)], plan, strict: false);
        var behind = await RunBehind([.. Domains(3), .. Fields(3, 6, 54)], plan);
        Described(front).ShouldBe(Described(behind));
    }

    [Fact]
    public async Task Written_twice_it_is_one_file_and_the_link_shows_the_newest()
    {
        var plan = With("operations: [average]", "write-restart");
        for (var i = 0; i < 2; i++)
            await Run([.. Domains(2), .. Fields(2, 6, 18), .. Flushes(2), .. Flushes(2, "close-connection")], plan, strict: false);
        var folder = Path.Combine(_folder, "daily", "20240228-180000");
        Directory.GetFiles(folder).Length.ShouldBe(2);
        new DirectoryInfo(Path.Combine(_folder, "daily", "latest")).LinkTarget.ShouldBe("20240228-180000");
    }

    // A process of the run that goes on may be at its end before another has begun.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Latest_is_the_one_before_the_run_though_a_faster_process_has_written_the_next(bool isAlone)
    {
        const string Plan = "operations: [average, maximum]";
        var undisturbed = await Run([.. Domains(1), .. Fields(1, 6, 54)], Plan, strict: false);
        if (!isAlone)
            await Run([.. Domains(2), .. Fields(2, 6, 6), .. Flushes(2)], With(Plan, "write-restart"), strict: false);
        await Run([.. Domains(2), .. Fields(2, 6, 18), .. Flushes(2)], With(Plan, "write-restart"), strict: false);
        Directory.CreateDirectory(Path.Combine(_folder, "daily", "20240301-000000"));
        new DirectoryInfo(Path.Combine(_folder, "daily", "latest")).Delete();
        Directory.CreateSymbolicLink(Path.Combine(_folder, "daily", "latest"), "20240301-000000");
        var second = await Run([.. Domains(1), .. Fields(1, 24, 54)], With(Plan, "read-restart"), strict: false);
        second.Dead.ShouldBeEmpty();
        Described(second).ShouldBe(Described(undisturbed));
    }

    [Fact]
    public async Task A_restart_is_named_by_the_flush()
    {
        await Run([.. Domains(1), .. Fields(1, 6, 18), Flush(0, kind: "step-and-restart", more: ("restartDateTime", "20300102-030405"))], With("operations: [average]", "write-restart"), strict: false);
        Directory.GetDirectories(Path.Combine(_folder, "daily")).Select(Path.GetFileName).ShouldBe(["20300102-030405", "latest"], ignoreOrder: true);
    }

    [Fact]
    public async Task Points_whose_piece_is_missing_are_named()
    {
        await Run([.. Domains(3), .. Fields(3, 6, 18), .. Flushes(3)], With("operations: [average]", "write-restart"), strict: false);
        File.Delete(Directory.GetFiles(Path.Combine(_folder, "daily", "latest")).Order().First());
        var run = await Run([.. Domains(1), .. Fields(1, 24, 24)], With("operations: [average]", "read-restart"), strict: false);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("it has 8 of 12; global point");
    }

    [Fact]
    public async Task A_series_that_the_restart_does_not_have_fails()
    {
        await Run([.. Domains(1), .. Fields(1, 6, 18), .. Flushes(1)], With("operations: [average]", "write-restart"), strict: false);
        var run = await Run([.. Domains(1), Field(0, "T", new double[Points], 24, more: ("param", "35"))], With("operations: [average]", "read-restart"), strict: false);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("does not have the series 35/0/sfc");
    }

    [Fact]
    public async Task Every_damaged_byte_is_noticed()
    {
        await Run([.. Domains(1), .. Fields(1, 6, 6), .. Flushes(1)], With("operations: [average]", "write-restart"), strict: false);
        var file = Directory.GetFiles(Path.Combine(_folder, "daily", "latest")).Single();
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        for (var i = 0; i < whole.Length; i += 7)
        {
            var damaged = (byte[])whole.Clone();
            damaged[i] ^= 0x10;
            await File.WriteAllBytesAsync(file, damaged, TestContext.Current.CancellationToken);
            var run = await Run([.. Domains(1), .. Fields(1, 12, 12)], With("operations: [average]", "read-restart"), strict: false);
            run.Dead.ShouldHaveSingleItem($"byte {i}").Failure.Reason.ShouldContain(i == 7 ? "has version 17 of the format, this program reads version 1" : "is damaged");
        }
    }

    [Fact]
    public async Task A_restart_of_other_options_is_refused()
    {
        await Run([.. Domains(1), .. Fields(1, 6, 6), .. Flushes(1)], With("operations: [average]", "write-restart"), strict: false);
        var run = await Run([.. Domains(1), .. Fields(1, 12, 12)], With("operations: [maximum]", "read-restart"), strict: false);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("was written with other options");
    }

    [Fact]
    public async Task A_restart_of_multio_itself_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "daily", "latest", "34-0-sfc", "periodUpdater"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "daily", "latest", "34-0-sfc", "periodUpdater", "day.fstreamIO"), "x", TestContext.Current.CancellationToken);
        var run = await Run([.. Domains(1), .. Fields(1, 12, 12)], With("operations: [average]", "read-restart"), strict: false);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("was written by multio itself");
    }

    private static Message[] Domains(int clients) => [.. Enumerable.Range(0, clients).Select(client => Unstructured(client, "T", Points, Index(client, clients)))];

    // Dealt out one by one to the first clients, and the rest in one piece to the last: runs of all lengths.
    private static int[] Index(int client, int clients) => [.. Enumerable.Range(0, Points).Where(point => point * 2 < Points ? point % clients == client : (point - (Points / 2)) * clients / (Points - (Points / 2)) == client)];

    private static IEnumerable<Message> Fields(int clients, int from, int to, bool single = false)
    {
        for (var step = from; step <= to; step += 6)
        {
            for (var client = 0; client < clients; client++)
            {
                double[] values = [.. Index(client, clients).Select(point => (point + step / 6) % 5 == 0 ? Mark : Math.Round(Math.Sin(point + step) * 100) / 8)];
                yield return Field(client, "T", values, step, single, ("bitmapPresent", true), ("missingValue", Mark));
            }
        }
    }

    private static IEnumerable<Message> Flushes(int clients, string kind = "last-step") => Enumerable.Range(0, clients).Select(client => Flush(client, kind: kind));

    private string With(string plan, string what)
    {
        var options = $"{what}: true, restart-path: {_folder}, restart-prefix: daily";
        return plan.Contains("options: {", StringComparison.Ordinal) ? plan.Replace("options: {", $"options: {{{options}, ", StringComparison.Ordinal) : $"{plan}\noptions: {{{options}}}";
    }

    private static Task<ModelFlow> Run(IEnumerable<Message> messages, string plan, bool strict) =>
        ModelFlow.Run(messages, Notation.Action($"output-frequency: 1d\n{plan}", strict), new AggregateAction(new AggregateOptions()));

    private static Task<ModelFlow> RunBehind(IEnumerable<Message> messages, string plan) =>
        ModelFlow.Run(messages, new AggregateAction(new AggregateOptions()), Notation.Action($"output-frequency: 1d\n{plan}"));

    private static string[] Described(ModelFlow flow) => [.. flow.Sink.Fields.Select(static field =>
        $"{string.Join(' ', field.Metadata.Where(static entry => entry.Key.Name != "misc-globalSize").Select(static entry => $"{entry.Key}={entry.Value}"))}: {ModelSink.Text(field)}")];
}
