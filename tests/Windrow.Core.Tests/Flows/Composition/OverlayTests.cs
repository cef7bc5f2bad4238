namespace Windrow.Core.Tests.Flows.Composition;

/// <summary><c>overlay</c>: what a site has otherwise.</summary>
public sealed class OverlayTests : IDisposable
{
    private const string Flow = """
        sources:
          - {type: watch, path: incoming}
          - {type: lines, name: orders, path: orders.jsonl}
        plans:
          - name: maps
            actions:
              - {type: select, match: {param: [t, u]}}
              - {type: set, name: first, values: {a: 1, b: 2}}
              - {type: set, name: second, values: {c: 3}}
              - type: sink
                sinks: [{type: file, path: a.grib}, {type: publish, path: b.jsonl}]
          - actions: [{type: "null"}]
        settings: {drain-within: 10s}

        """;

    private readonly FlowFiles _files = new FlowFiles().Write("flow.yaml", Flow);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Values_are_laid_over_those_of_the_same_source_plan_action_and_sink()
    {
        _files.Write("site.yaml", """
            sources:
              - {type: watch, path: /data/in}
              - {name: orders, path: /data/orders}
            plans:
              - name: maps
                retry: {attempts: 2}
                actions:
                  - {type: select, match: {param: [q]}}
                  - {name: second, values: {c: 4, d: 5}}
                  - {type: sink, sinks: [{type: publish, path: c.jsonl}]}
              - {name: plan-2, enable: false}
            settings: {drain-within: 1s}
            """);
        _files.Show("site.yaml").ShouldBe("""
            sources:
              - type: watch
                path: /data/in
              - type: lines
                name: orders
                path: /data/orders
            plans:
              - name: maps
                actions:
                  - type: select
                    match:
                      param: [q]
                  - type: set
                    name: first
                    values:
                      a: 1
                      b: 2
                  - type: set
                    name: second
                    values:
                      c: 4
                      d: 5
                  - type: sink
                    sinks:
                      - type: file
                        path: a.grib
                      - type: publish
                        path: c.jsonl
                retry:
                  attempts: 2
              - actions:
                  - type: "null"
                name: plan-2
                enable: false
            settings:
              drain-within: 1s

            """);
    }

    [Fact]
    public void Items_are_added_replaced_and_removed_where_the_overlay_says_so()
    {
        _files.Write("site.yaml", """
            sources: [{type: lines, name: more, path: more.jsonl, $overlay: add}]
            plans:
              - name: maps
                actions:
                  - {$overlay: {before: first}, type: pass}
                  - {$overlay: {after: first}, type: log}
                  - {name: first, type: mask, $overlay: replace}
                  - {name: second, $overlay: remove}
              - {name: plan-2, $overlay: remove}
            settings: {$overlay: replace, state: none}
            """);
        _files.Show("site.yaml").ShouldBe("""
            sources:
              - type: watch
                path: incoming
              - type: lines
                name: orders
                path: orders.jsonl
              - type: lines
                name: more
                path: more.jsonl
            plans:
              - name: maps
                actions:
                  - type: select
                    match:
                      param: [t, u]
                  - type: pass
                  - name: first
                    type: mask
                  - type: log
                  - type: sink
                    sinks:
                      - type: file
                        path: a.grib
                      - type: publish
                        path: b.jsonl
            settings:
              state: none

            """);
    }

    [Fact]
    public void Null_takes_a_key_away_and_is_a_type_all_the_same()
    {
        _files.Write("flow.yaml", "plans: [{name: a, retry: {attempts: 3}, actions: [{type: publish, path: x}]}]\n")
            .Write("site.yaml", "plans: [{name: a, retry: null, actions: [{type: publish, $overlay: remove}, {$overlay: add, type: null}]}]\n");
        _files.Show("site.yaml").ShouldBe("plans:\n  - name: a\n    actions:\n      - type: null\n");
    }

    [Fact]
    public void The_last_overlay_wins_and_those_of_the_file_come_first()
    {
        _files.Write("flow.yaml", "overlay: [one.yaml]\nsettings: {credit-count: 1}\n")
            .Write("one.yaml", "settings: {credit-count: 2, credit-bytes: 5}\n").Write("two.yaml", "settings: {credit-count: 3}\n").Write("three.yaml", "settings: {credit-count: 4}\n");
        _files.Show("two.yaml", "three.yaml").ShouldBe("settings:\n  credit-count: 4\n  credit-bytes: 5\n");
    }

    [Fact]
    public void Fragments_are_included_before_overlays_are_laid_over_them()
    {
        _files.Write("flow.yaml", "include: a.yaml\n").Write("a.yaml", "plans: [{name: a, enable: true}]\n").Write("site.yaml", "plans: [{name: a, enable: false}]\n");
        _files.Show("site.yaml").ShouldBe("plans:\n  - name: a\n    enable: false\n");
    }

    [Theory]
    [InlineData("settings: {drain-within: 10s}", "site.yaml:1:1: warning WR3506: the overlay changes nothing of the flow")]
    [InlineData("plans: [{name: maps}]", "site.yaml:1:9: warning WR3506: this changes nothing of plan 'maps'")]
    [InlineData("settings: {state: null}", "site.yaml:1:12: warning WR3506: there is no 'state' to take away")]
    [InlineData("plans: [{name: mpas, enable: false}]", "site.yaml:1:16: error WR3505: none of the 'plans' is 'mpas'; did you mean 'maps'?; there are: maps")]
    [InlineData("plans: [{enable: false}]", "site.yaml:1:9: error WR3505: this does not say which of the 'plans' it is for")]
    [InlineData("plans: [{name: maps, actions: [{type: set, values: {a: 3}}]}]", "site.yaml:1:32: error WR3505: 2 of the 'actions' have the type 'set', the first at flow.yaml:8:9")]
    [InlineData("plans: [{name: maps, actions: [{type: sett, values: {a: 3}}]}]", "site.yaml:1:39: error WR3505: none of the 'actions' is 'sett'; did you mean 'set'?")]
    [InlineData("plans: [{name: maps, $overlay: add}]", "site.yaml:1:9: error WR3505: there is plan 'maps' already, at flow.yaml:5:5")]
    [InlineData("plans: [{name: maps, $overlay: delete}]", "site.yaml:1:32: error WR2005: '$overlay' does not take the text 'delete'")]
    [InlineData("plans: [{name: x, $overlay: {after: y}}]", "site.yaml:1:37: error WR3505: none of the 'plans' is 'y'")]
    [InlineData("plans: {maps: {enable: false}}", "site.yaml:1:8: error WR2003: 'plans' is a list at flow.yaml:5:3, and the overlay has a mapping")]
    [InlineData("include: more.yaml", "site.yaml:1:1: error WR3503: 'include' cannot stand in an overlay")]
    public void What_an_overlay_cannot_do_is_told_with_its_place(string overlay, string finding)
    {
        _files.Write("site.yaml", overlay);
        _files.Findings("site.yaml")[0].ShouldStartWith(finding);
    }

    [Fact]
    public void A_missing_overlay_is_told_where_it_is_named()
    {
        _files.Write("flow.yaml", "overlay: site.yaml\nplans: []\n");
        _files.Findings().ShouldHaveSingleItem().ShouldStartWith("flow.yaml:1:10: error WR5003: there is no file 'site.yaml'");
        _files.Write("flow.yaml", "plans: []\n");
        _files.Findings("north.yaml").ShouldHaveSingleItem().ShouldStartWith("north.yaml: error WR5003: there is no such file");
    }
}
