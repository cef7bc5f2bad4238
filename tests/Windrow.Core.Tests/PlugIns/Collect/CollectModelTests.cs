using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>
/// Random arrivals, repetitions and crashes against a naive model. A crash is a number of writes after which nothing more
/// becomes durable; then the source brings what was not settled, as sources do.
/// </summary>
public class CollectModelTests
{
    private static readonly string[] Keys = ["a", "b", "c"];

    /// <param name="Arrivals">Numbers of messages in the order in which they come, some repeatedly; the number tells key and member.</param>
    /// <param name="Lives">How many writes each process makes before it dies.</param>
    private sealed record Case(string Late, string Emit, bool Expects, int[] Arrivals, int[] Lives)
    {
        public string Options => $"{{key: [key], {(Expects ? "critical: {member: [0, 1]}, wanted: {member: 2}" : "count: 3")}, late: {Late}, emit: {Emit}}}";
    }

    private static Gen<Case> Cases =>
        from late in Gen.Elements("ignore", "amend", "new-set")
        from emit in Gen.Elements("dataset", "dataset", "members")
        from expects in Gen.Elements(false, true)
        from arrivals in Gen.ArrayOf(Gen.Choose(0, 23))
        from lives in Gen.ArrayOf(Gen.Choose(0, 12))
        select new Case(late, emit, expects, arrivals, [.. lives.Take(4)]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_set_fires_once_per_revision_with_the_right_members_whatever_crashes_between(bool isShared) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(isShared ? 12 : 40), Prop.ForAll(Arb.From(Cases), one => Holds(one, KeepingOf(isShared)).GetAwaiter().GetResult()));

    /// <summary>
    /// Sources bring what was not settled in another order, and time passes: then it is not given which members a revision
    /// has, but that it has them once and for all.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_revision_leaves_with_two_contents_in_whatever_order_messages_come_again(bool isShared) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(isShared ? 12 : 40), Prop.ForAll(Arb.From(
            from one in Cases
            from seed in Gen.Choose(0, int.MaxValue)
            from quiet in Gen.Elements(false, true)
            select (one with { Late = one.Late == "new-set" ? "amend" : one.Late, Emit = "dataset", Expects = false }, seed, quiet)), one => HoldsInAnyOrder(one.Item1, new Random(one.seed), one.quiet, KeepingOf(isShared)).GetAwaiter().GetResult()));

    private static CollectKeeping KeepingOf(bool isShared) => isShared ? CollectKeeping.Shared : CollectKeeping.Sqlite;

    private static async Task<bool> HoldsInAnyOrder(Case one, Random random, bool quiet, CollectKeeping keeping)
    {
        using var flow = new CollectFlow($"{{key: [key], count: 3, late: {one.Late}, deadline: 4m{(quiet ? ", quiet: 2m" : "")}}}", keeping, begins: false);
        var lives = new Queue<int>(one.Lives);
        flow.Begin(lives.TryDequeue(out var first) ? first : int.MaxValue);
        var unsettled = new List<int>();
        foreach (var number in one.Arrivals)
        {
            unsettled.Add(number);
            await Push(flow, number);
            if (random.Next(3) == 0)
                await flow.Advance(TimeSpan.FromMinutes(1));
            while (flow.Crashed.IsCompleted)
            {
                random.Shuffle(CollectionsMarshal.AsSpan(unsettled));
                await BringAgain(flow, lives, unsettled);
            }
        }

        // Twice: an amended set may be quiet only after the deadline of the first.
        for (var round = 0; round < 2; round++)
        {
            flow.Time.Advance(TimeSpan.FromMinutes(5));
            while (await RestOrCrash(flow))
                await BringAgain(flow, lives, unsettled);
        }

        var text = $"{Text(one)} quiet {quiet}: {string.Join(", ", flow.Sets())}";
        flow.IsRepeatable.ShouldBeTrue(text);
        foreach (var key in Enumerable.Range(0, 3))
        {
            var arrived = one.Arrivals.Where(number => number % 3 == key).Distinct().ToList();
            var left = flow.Sets().Where(set => set.StartsWith(Keys[key], StringComparison.Ordinal)).ToList();
            left.Select(static set => set[..set.IndexOf(':', StringComparison.Ordinal)]).Order().ShouldBe(Enumerable.Range(1, left.Count).Select(revision => $"{Keys[key]}/{revision}"), text);
            left.Count.ShouldBeGreaterThanOrEqualTo(arrived.Count > 0 ? 1 : 0, text);
            var members = left.Order().Select(static set => set[(set.IndexOf(':', StringComparison.Ordinal) + 2)..].TrimEnd('!').Split(' ').Select(int.Parse).ToHashSet()).ToList();
            for (var revision = 1; revision < members.Count; revision++)
                members[revision].IsProperSupersetOf(members[revision - 1]).ShouldBeTrue(text);
            if (one.Late == "amend" && arrived.Count > 0)
                members[^1].SetEquals(arrived).ShouldBeTrue(text);
            else if (arrived.Count > 0)
                (members.Count == 1 && members[0].IsSubsetOf(arrived) && members[0].Count <= 3).ShouldBeTrue(text);
        }

        return true;
    }

    private static async Task<bool> Holds(Case one, CollectKeeping keeping)
    {
        using var flow = new CollectFlow(one.Options, keeping, begins: false);
        var lives = new Queue<int>(one.Lives);
        flow.Begin(lives.TryDequeue(out var first) ? first : int.MaxValue);
        var unsettled = new List<int>();
        foreach (var number in one.Arrivals)
        {
            unsettled.Add(number);
            await Push(flow, number);

            // Some come alone, others together with the next.
            if (number % 3 != 0)
                await flow.Rest();
            while (flow.Crashed.IsCompleted)
                await BringAgain(flow, lives, unsettled);
        }

        while (await RestOrCrash(flow))
            await BringAgain(flow, lives, unsettled);
        flow.Source.Outcomes.Keys.Order().ShouldBe(unsettled.Select(static number => $"{number}").Distinct().Order(), Text(one));
        flow.Time.Advance(TimeSpan.FromMinutes(10));
        while (await RestOrCrash(flow))
            await BringAgain(flow, lives, unsettled);

        flow.IsRepeatable.ShouldBeTrue(Text(one));
        flow.Sets().Order().ShouldBe(Model(one).Order(), Text(one));
        return true;
    }

    private static async Task<bool> RestOrCrash(CollectFlow flow)
    {
        await flow.Rest();
        return flow.Crashed.IsCompleted;
    }

    private static async Task BringAgain(CollectFlow flow, Queue<int> lives, List<int> unsettled)
    {
        unsettled.RemoveAll(number => flow.Source.Outcomes.ContainsKey($"{number}"));
        flow.Restart(lives.TryDequeue(out var writes) ? writes : int.MaxValue);
        foreach (var number in unsettled)
            await Push(flow, number);
        await flow.Rest();
    }

    private static Task Push(CollectFlow flow, int number) => flow.Push(number, ("key", Keys[number % 3]), ("member", number / 3 % 4L));

    private static List<string> Model(Case one)
    {
        var left = new List<string>();
        var sets = new Dictionary<int, List<int>>();
        var known = new HashSet<int>();
        var revisions = new Dictionary<int, int>();
        foreach (var number in one.Arrivals.Where(known.Add))
        {
            var key = number % 3;
            var revision = revisions.GetValueOrDefault(key);
            if (revision > 0 && one.Late == "ignore")
                continue;
            if (revision > 0 && one.Late == "new-set")
                revision = revisions[key] = 0;
            if (!sets.TryGetValue(key, out var set))
                sets.Add(key, set = []);
            set.Add(number);
            if (revision > 0 || (one.Expects ? new[] { 0, 1, 2 }.All(member => set.Exists(each => each / 3 % 4 == member)) : set.Count == 3))
                Leave(one, left, key, revisions[key] = revision + 1, set, isComplete: true);
        }

        // At the deadline of all that are open.
        foreach (var (key, set) in sets)
        {
            if (set.Count > 0 && revisions.GetValueOrDefault(key) == 0 && (!one.Expects || new[] { 0, 1 }.All(member => set.Exists(each => each / 3 % 4 == member))))
                Leave(one, left, key, 1, set, isComplete: false);
        }

        return left;
    }

    private static void Leave(Case one, List<string> left, int key, int revision, List<int> set, bool isComplete)
    {
        if (one.Emit == "dataset")
            left.Add($"{Keys[key]}/{revision}: {string.Join(' ', set.Order())}{(isComplete ? "" : "!")}");
        else
            left.AddRange(set.Select(number => $"{Keys[key]}/{revision}: {number}"));
        if (one.Late != "amend")
            set.Clear();
    }

    private static string Text(Case one) => $"{one.Options} arrivals {string.Join(' ', one.Arrivals)} lives {string.Join(' ', one.Lives)}";
}
