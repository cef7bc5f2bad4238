namespace Windrow.EndToEnd.Tests.Faults;

/// <summary>kill -9 at any instant loses nothing, invents nothing and shows no duplicate.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly Aim[] Kills = [Aim.AnyTime, Aim.Checkpoint, Aim.StartUp, Aim.AnyTime, Aim.Drain];

    public static TheoryData<string> Plants => IsExhaustive ? ["ack-before-fsync", "settle-fold-early", "ledger-after-settle"] : ["settle-fold-early"];

    private static bool IsExhaustive => Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1";

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    [Fact]
    public async Task Kill_at_any_instant_loses_nothing_and_shows_nothing_twice()
    {
        const int InOneLoop = 50; // what piles up while the program is dead more often than not has to be worked off in the end
        var kills = Setting("WINDROW_KILLS", IsExhaustive ? 50 : 7);
        var deaths = new List<Death>();
        for (var done = 0; done < kills; done += InOneLoop)
        {
            var some = Math.Min(InOneLoop, kills - done);
            deaths.AddRange(await Undisturbed(null, Enumerable.Range(0, some).Select(static i => Kills[i % Kills.Length]), hits: (some / 2) + 1));
        }

        output.WriteLine($"{deaths.Count} kills, of which {deaths.Count(static death => death.HitWork)} hit work");
        deaths.Count(static death => death.HitWork).ShouldBeGreaterThan(kills / 2, "too few kills hit work that was under way, so the run proves nothing");
    }

    [Fact]
    public async Task Stops_and_kills_mixed_lose_nothing_and_show_nothing_twice()
    {
        Aim[] mix = [Aim.Terminate, Aim.AnyTime, Aim.TerminateTwice, Aim.Drain, Aim.Terminate, Aim.StartUp];
        await Undisturbed(null, Enumerable.Range(0, IsExhaustive ? 24 : 6).Select(i => mix[i % mix.Length]));
    }

    [Fact]
    public async Task Power_cut_at_any_instant_loses_nothing_and_shows_nothing_twice()
    {
        var deaths = await Undisturbed("none", Enumerable.Range(0, IsExhaustive ? 25 : 5).Select(static i => Kills[i % Kills.Length]));
        deaths.ShouldContain(static death => death.HitWork);
    }

    [Theory]
    [MemberData(nameof(Plants))]
    public async Task Planted_defect_is_found_by_the_judge(string plant)
    {
        const int MostRounds = 4;
        for (var round = 1; round <= MostRounds; round++)
        {
            using var loop = new KillLoop(NewSeed(), plant);
            await loop.Disturb(Enumerable.Repeat(Aim.AnyTime, 4));
            await loop.Finish();
            var findings = await loop.Judge();
            output.WriteLine($"{loop.Story}\n{string.Join('\n', findings.Split('\n').Take(5))}");
            if (findings.Length > 0)
                return;
        }

        Assert.Fail($"{MostRounds} rounds with {plant}, and the judge found nothing");
    }

    private static int NewSeed() => Setting("WINDROW_SEED", Random.Shared.Next(1_000_000));

    private async Task<IReadOnlyList<Death>> Undisturbed(string? plant, IEnumerable<Aim> aims, int hits = 0)
    {
        using var loop = new KillLoop(NewSeed(), plant);
        await loop.Disturb(aims);

        // On a busy machine many die before they have begun.
        for (var more = 2 * hits; more > 0 && loop.Deaths.Count(static death => death.HitWork) < hits; more--)
            await loop.Disturb([Aim.AnyTime]);
        output.WriteLine(loop.Story);
        await loop.Finish();
        (await loop.Judge()).ShouldBeEmpty(loop.Story);
        return loop.Deaths;
    }
}
