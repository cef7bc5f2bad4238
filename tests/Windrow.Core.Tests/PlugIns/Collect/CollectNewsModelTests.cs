using FsCheck;
using FsCheck.Fluent;

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>
/// Members, and what is told of them without the key of their set, in random order, repeated, and with crashes between: in the end each set has exactly the members
/// that came and of which all was told, whichever came first.
/// </summary>
public class CollectNewsModelTests
{
    private const int Members = 4;

    /// <param name="Arrivals">Each a kind (0, 1: the member in a set of its own; 2, 3: what is told of it) and a member.</param>
    /// <param name="Lives">How many writes each process makes before it dies.</param>
    private sealed record Case(int[] Arrivals, int[] Lives)
    {
        public override string ToString() => $"arrivals {string.Join(' ', Arrivals)} lives {string.Join(' ', Lives)}";
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sets_have_the_members_of_which_all_was_told_whatever_comes_first_and_whatever_crashes_between(bool isShared) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(isShared ? 15 : 50), Prop.ForAll(Arb.From(
            from arrivals in Gen.ArrayOf(Gen.Choose(0, (4 * Members) - 1))
            from lives in Gen.ArrayOf(Gen.Choose(0, 12))
            select new Case(arrivals, [.. lives.Take(4)])), one => Holds(one, isShared ? CollectKeeping.Shared : CollectKeeping.Sqlite).GetAwaiter().GetResult()));

    private static async Task<bool> Holds(Case one, CollectKeeping keeping)
    {
        using var flow = new CollectFlow($"{{key: [key], member: [file], ready-when: \"left = 1 and right = 1\", count: {Members}, deadline: 5m}}", keeping, begins: false);
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
        flow.Source.Outcomes.Keys.Order().ShouldBe(unsettled.Select(static number => $"{number}").Distinct().Order(), one.ToString());
        flow.Time.Advance(TimeSpan.FromMinutes(6));
        while (await RestOrCrash(flow))
            await BringAgain(flow, lives, unsettled);
        flow.IsRepeatable.ShouldBeTrue(one.ToString());
        flow.Sets().Order().ShouldBe(Model(one.Arrivals).Order(), one.ToString());
        return true;
    }

    private static string[] Model(int[] arrivals)
    {
        var came = arrivals.ToHashSet();
        var sets = new[] { 0, 1 }.Select(set => (Set: set, Members: Enumerable.Range(set * Members, Members).Where(number => came.Contains(number) && IsTold(came, number % Members)).ToList()));
        return [.. sets.Where(static set => set.Members.Count > 0).Select(static set => $"{"ab"[set.Set]}/1: {string.Join(' ', set.Members)}{(set.Members.Count == Members ? "" : "!")}")];
    }

    private static bool IsTold(HashSet<int> came, int member) => came.Contains((2 * Members) + member) && came.Contains((3 * Members) + member);

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

    private static Task Push(CollectFlow flow, int number) => (number / Members) switch
    {
        2 => flow.Push(number, ("file", number % (long)Members), ("left", 1L)),
        3 => flow.Push(number, ("file", number % (long)Members), ("right", 1L)),
        var set => flow.Push(number, ("key", set == 0 ? "a" : "b"), ("file", number % (long)Members)),
    };
}
