namespace Windrow.Core.Tests.Flows.Composition;

/// <summary><c>include</c>: a flow of several files.</summary>
public sealed class IncludeTests : IDisposable
{
    private readonly FlowFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Plans_of_fragments_stand_in_front_of_the_files_own_in_the_order_of_their_names()
    {
        _files.Write("flow.yaml", "include: [last.yaml, plans/*.yaml]\nplans: [{name: own}]\n")
            .Write("last.yaml", "plans: [{name: last}]\n")
            .Write("plans/b.yaml", "plans: [{name: b}]\n")
            .Write("plans/a.yaml", "plans: [{name: a}]\nsources: [{type: lines}]\n")
            .Write("plans/.a.yaml.swp", "not a fragment")
            .Write("plans/below/c.yaml", "plans: [{name: c}]\n");
        _files.Show().ShouldBe("plans:\n  - name: last\n  - name: a\n  - name: b\n  - name: own\nsources:\n  - type: lines\n");
    }

    [Fact]
    public void Two_stars_go_down_and_hidden_directories_are_left_out()
    {
        _files.Write("flow.yaml", "include: plans/**/*.yaml\n")
            .Write("plans/a.yaml", "plans: [{name: a}]\n")
            .Write("plans/x/y/b.yaml", "plans: [{name: b}]\n")
            .Write("plans/.git/c.yaml", "plans: [{name: c}]\n");
        _files.Show().ShouldBe("plans:\n  - name: a\n  - name: b\n");
    }

    [Fact]
    public void A_fragment_is_relative_to_the_file_that_names_it_and_is_taken_once()
    {
        _files.Write("flow.yaml", "include: [sub/a.yaml, sub/b.yaml]\n")
            .Write("sub/a.yaml", "include: common.yaml\nplans: [{name: a}]\n")
            .Write("sub/b.yaml", "include: ./common.yaml\nplans: [{name: b}]\n")
            .Write("sub/common.yaml", "plans: [{name: common}]\n");
        _files.Show().ShouldBe("plans:\n  - name: common\n  - name: a\n  - name: b\n");
    }

    [Fact]
    public void A_pattern_beside_the_file_does_not_mean_the_file_itself()
    {
        _files.Write("flow.yaml", "include: \"*.yaml\"\nflow: x\n").Write("a.yaml", "plans: [{name: a}]\n");
        _files.Show().ShouldBe("flow: x\nplans:\n  - name: a\n");
    }

    [Fact]
    public void Settings_of_the_file_win_over_those_of_fragments()
    {
        _files.Write("flow.yaml", "include: a.yaml\nsettings: {drain-within: 1s}\n").Write("a.yaml", "settings: {drain-within: 2s, keep-products: 7d}\n");
        _files.Show().ShouldBe("settings:\n  drain-within: 1s\n  keep-products: 7d\n");
    }

    [Fact]
    public void Fragments_that_disagree_are_an_error_that_names_both_places()
    {
        _files.Write("flow.yaml", "include: [a.yaml, b.yaml]\n").Write("a.yaml", "settings: {drain-within: 2s, credit-count: 3}\n").Write("b.yaml", "settings: {credit-count: 3, drain-within: 4s}\n");
        _files.Findings().ShouldHaveSingleItem().ShouldStartWith("b.yaml:1:43: error WR3504: 'settings.drain-within' is the text '4s' here and the text '2s' at a.yaml:1:26;");
    }

    [Fact]
    public void A_circle_is_told_with_its_way()
    {
        _files.Write("flow.yaml", "include: a.yaml\n").Write("a.yaml", "plans: [{name: a}]\ninclude: [b.yaml]\n").Write("b.yaml", "include: a.yaml\n");
        _files.Findings().ShouldBe(["b.yaml:1:10: error WR3501: the files include each other in a circle: a.yaml -> b.yaml -> a.yaml; take one of the 'include' out"]);
    }

    [Theory]
    [InlineData("nowhere.yaml", "flow.yaml:1:10: error WR5003: there is no file 'nowhere.yaml'")]
    [InlineData("nowhere/*.yaml", "flow.yaml:1:10: warning WR3502: no file has a name like 'nowhere/*.yaml'")]
    [InlineData("3", "flow.yaml:1:10: error WR2003: 'include' needs the name of a file")]
    [InlineData("[text.yaml]", "text.yaml:1:1: error WR3001: a fragment of a flow is a mapping, this is the text 'just text'")]
    [InlineData("flow2.yaml", "flow2.yaml:1:1: error WR3503: 'flow' is for the whole flow")]
    [InlineData("broken.yaml", "broken.yaml:2:1: error WR1001:")]
    [InlineData("plans.yaml", "plans.yaml:1:8: error WR3504: 'plans' is a mapping here and a list at flow.yaml:2:8")]
    public void What_cannot_be_included_is_told_with_its_place(string include, string finding)
    {
        _files.Write("flow.yaml", $"include: {include}\nplans: [{{name: a}}]\n")
            .Write("text.yaml", "just text").Write("flow2.yaml", "flow: two\n").Write("broken.yaml", "a: [1\n").Write("plans.yaml", "plans: {name: a}\n");
        _files.Findings().ShouldHaveSingleItem().ShouldStartWith(finding);
    }

    [Fact]
    public void Everything_that_is_wrong_in_several_files_is_told_together()
    {
        _files.Write("flow.yaml", "include: [a.yaml, b.yaml, c.yaml]\nplans: [{name: own}]\n").Write("a.yaml", "x: [\n").Write("b.yaml", "flow: b\nplans: [{name: b}]\n");
        _files.Compose(out var findings).ShouldBe("plans:\n  - name: b\n  - name: own\nflow: b\n");
        findings.Length.ShouldBe(3);
    }
}
