using Windrow.Core.Configuration;
using Windrow.Core.Resources;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Resources;

/// <summary>Who is let in when, without any threads.</summary>
public class ResourceBudgetTests
{
    private readonly List<string> _proceeded = [];
    private readonly ResourceBudget _budget = new(new ManualTime());

    [Fact]
    public void What_would_exceed_the_budget_waits_until_enough_is_given_back()
    {
        Use("{memory: 10B}");
        var (a, b, c) = (Request("a", 6), Request("b", 4), Request("c", 5));
        _budget.TryEnter(a).ShouldBeTrue();
        _budget.TryEnter(b).ShouldBeTrue();
        _budget.TryEnter(c).ShouldBeFalse();
        _budget.Leave(b);
        _proceeded.ShouldBeEmpty();
        _budget.Leave(a);
        _proceeded.ShouldBe(["c"]);
        _budget.Status.MemoryUsed.ShouldBe(5);
    }

    [Fact]
    public void Small_ones_do_not_overtake_a_large_one_that_waits_for_the_same()
    {
        Use("{memory: 10B}");
        var (a, large, small) = (Request("a", 4), Request("large", 9), Request("small", 1));
        _budget.TryEnter(a).ShouldBeTrue();
        _budget.TryEnter(large).ShouldBeFalse();
        _budget.TryEnter(small).ShouldBeFalse();
        _budget.Status.Waiting.Select(static wait => wait.Name).ShouldBe(["large", "small"]);
        _budget.Leave(a);
        _proceeded.ShouldBe(["large", "small"]);
    }

    [Fact]
    public void One_passes_with_what_those_in_front_have_no_use_for()
    {
        Use("{memory: 10B, classes: {render: 1, other: 1}}");
        _budget.TryEnter(Request("a", 6, "render")).ShouldBeTrue();
        _budget.TryEnter(Request("b", 2, "render")).ShouldBeFalse();
        _budget.TryEnter(Request("c", 2, "other")).ShouldBeTrue();

        // The last two bytes are for b.
        _budget.TryEnter(Request("d", 1)).ShouldBeFalse();
        _budget.TryEnter(Request("e", 0)).ShouldBeTrue();
    }

    [Fact]
    public void What_needs_more_than_there_is_is_refused_and_not_kept_waiting()
    {
        Use("{memory: 10B}");
        var large = Request("large", 11);
        _budget.TryEnter(large).ShouldBeTrue();
        (large.IsAdmitted, large.IsRefused).ShouldBe((false, true));
        _budget.Status.MemoryUsed.ShouldBe(0);
    }

    [Fact]
    public void A_larger_budget_lets_in_who_waits_and_a_smaller_one_refuses_who_would_wait_for_ever()
    {
        Use("{memory: 10B, classes: {render: 1}}");
        _budget.TryEnter(Request("a", 8, "render")).ShouldBeTrue();
        var (b, c) = (Request("b", 8), Request("c", 0, "render"));
        _budget.TryEnter(b).ShouldBeFalse();
        _budget.TryEnter(c).ShouldBeFalse();
        Use("{memory: 10B, classes: {render: 2}}");
        _proceeded.ShouldBe(["c"]);
        Use("{memory: 7B, classes: {render: 2}}");
        _proceeded.ShouldBe(["c", "b"]);
        (b.IsAdmitted, b.IsRefused).ShouldBe((false, true));
        Use("{}");
        _budget.TryEnter(Request("d", 1 << 20)).ShouldBeTrue();
    }

    [Fact]
    public void Whatever_comes_and_goes_the_budget_holds_and_everybody_gets_a_turn()
    {
        var random = new Random(4711);
        Use("{memory: 100B, classes: {a: 2, b: 3}}");
        var inside = new List<RoomRequest>();
        var admitted = new HashSet<string>();
        var waiting = new List<RoomRequest>();
        for (var i = 0; i < 20_000; i++)
        {
            if (random.Next(2) == 0)
            {
                var request = Request($"{i}", random.Next(0, 101), random.Next(3) switch { 0 => "a", 1 => "b", _ => null });
                (_budget.TryEnter(request) ? inside : waiting).Add(request);
            }
            else if (inside.Count > 0)
            {
                var at = random.Next(inside.Count);
                var leaving = inside[at];
                inside.RemoveAt(at);
                _budget.Leave(leaving);
            }

            inside.AddRange(waiting.Where(static request => request.IsAdmitted));
            waiting.RemoveAll(static request => request.IsAdmitted);
            inside.Sum(static request => request.Memory).ShouldBeLessThanOrEqualTo(100);
            inside.Count(static request => request.Class == "a").ShouldBeLessThanOrEqualTo(2);
            inside.Count(static request => request.Class == "b").ShouldBeLessThanOrEqualTo(3);
        }

        while (inside.Count > 0)
        {
            _budget.Leave(inside[0]);
            inside.RemoveAt(0);
            inside.AddRange(waiting.Where(static request => request.IsAdmitted));
            waiting.RemoveAll(static request => request.IsAdmitted);
        }

        waiting.ShouldBeEmpty();
        _budget.Status.MemoryUsed.ShouldBe(0);
        _budget.Status.Classes.ShouldAllBe(static each => each.Used == 0);
    }

    private void Use(string settings)
    {
        var diagnostics = new DiagnosticBag();
        _budget.Use(ResourceSettings.Set.Bind((MappingNode)ConfigReader.Read(settings, "f.yaml", diagnostics)!, diagnostics));
        diagnostics.ToString().ShouldBe("");
    }

    private RoomRequest Request(string name, long memory, string? className = null) => new(name, className, () => _proceeded.Add(name)) { Memory = memory };
}
