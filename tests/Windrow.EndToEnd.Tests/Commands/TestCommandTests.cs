using System.Text.Json.Nodes;
using System.Xml.Linq;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary><c>windrow test</c>, as a user runs it: what passes, what fails and where, and that nothing outside of the sandbox is touched.</summary>
public sealed class TestCommandTests
{
    private const string Flow = """
        flow: readings
        sources:
          - {type: lines, name: readings, path: readings.jsonl}
        plans:
          - name: warm
            actions:
              - {type: select, where: "t > 20"}
              - {type: set, compose: {title: "value {t}"}}
              - {type: publish, name: upload, path: /var/lib/windrow-of-nobody/warm.jsonl}
          - name: sets
            actions:
              - {type: select, match: {set: [a, b]}}
              - {type: collect, key: [set], count: 3, deadline: 30m, on-deadline: emit}
              - {type: publish, path: sets.jsonl}
        tests:

        """;

    [Fact]
    public async Task Test_of_messages_passes_and_touches_nothing()
    {
        using var scratch = new Scratch();
        var result = await Run(scratch, """
              - name: warm readings are published
                given:
                  - {metadata: {t: 25}}
                  - {metadata: {t: 10}}
                  - {metadata: {t: 31.5}}
                expect:
                  - {plan: warm, order: as-written, messages: [{metadata: {t: 25, title: "value …", cold: null}}, {metadata: {t: 31.5}}]}
                  - {plan: warm, action: set, count: 2}
                  - {file: /var/lib/windrow-of-nobody/warm.jsonl, text: "…\"t\":25…\"t\":31.5…"}
                  - {file: sets.jsonl, exists: false}
                  - {counts: {accepted: 3, delivered: 2, unmatched: 1}}
            """);
        result.ShouldEndWith(0).Output.ShouldContain("1 passed, 0 failed");
        Directory.GetFileSystemEntries(scratch.Path).Select(Path.GetFileName).ShouldBe(["flow.yaml"]);
        Directory.Exists("/var/lib/windrow-of-nobody").ShouldBeFalse();
    }

    [Fact]
    public async Task Time_passes_only_as_the_test_says_and_deadlines_are_met_to_the_second()
    {
        using var scratch = new Scratch();
        var result = await Run(scratch, """
              - name: deadline
                at: 2026-03-01T12:00:00Z
                given:
                  - {metadata: {set: a}}
                  - {advance: 10m}
                  - {metadata: {set: b}}
                  - {advance: 19m}
                  - {expect: [{plan: sets, count: 0}]}
                  - {at: "2026-03-01T12:45:00Z"}
                expect:
                  - {plan: sets, messages: [{metadata: {set: a}, at: "2026-03-01T12:30:00Z"}, {metadata: {set: b}, at: "2026-03-01T12:40:00Z"}]}
              - name: a month costs no minute
                given:
                  - {metadata: {set: a}}
                  - {advance: 30d}
                expect:
                  - {plan: sets, messages: [{at: "2026-01-01T00:30:00Z"}]}
            """);
        result.ShouldEndWith(0);
    }

    [Fact]
    public async Task Retries_happen_at_their_times_and_the_last_failure_is_a_dead_letter()
    {
        using var scratch = new Scratch();
        var result = await Run(scratch, """
              - name: two failures
                given: [{metadata: {t: 25}}]
                fail: [{action: upload, times: 2}]
                expect: [{plan: warm, count: 1}]
              - name: one failure too many
                given: [{metadata: {t: 25}}]
                fail: [{action: upload, times: 5, reason: the disk is on fire}]
                expect:
                  - {plan: warm, count: 0}
                  - {dead-letters: 1, plan: warm, action: publish, reason: the disk is on fire}
              - name: a plug-in that breaks
                given: [{metadata: {t: 25}}, {metadata: {t: 26}}]
                fail: [{action: publish, class: fault, times: 3, metadata: {t: 25}}]
                expect:
                  - {plan: warm, messages: [{metadata: {t: 26}}]}
                  - {dead-letters: 1, reason: "InvalidOperationException…"}
              - name: an outage
                given: [{metadata: {t: 25}}, {advance: 2s}, {expect: [{plan: warm, count: 0}]}, {advance: 30s}]
                fail: [{action: upload, for: 6s}]
                expect: [{plan: warm, count: 1}]
            """);
        result.ShouldEndWith(0);
    }

    [Fact]
    public async Task Restart_keeps_what_the_state_has()
    {
        using var scratch = new Scratch();
        var result = await Run(scratch, """
              - name: restart
                given:
                  - {metadata: {set: a}}
                  - {metadata: {set: a}}
                  - {restart: true}
                  - {metadata: {set: a}}
                  - {expect: [{plan: sets, count: 1}]}
                expect: [{plan: sets, messages: [{metadata: {set: a}, kind: dataset}]}]
            """);
        result.ShouldEndWith(0);
    }

    [Fact]
    public async Task Failure_says_what_was_expected_what_came_and_where()
    {
        using var scratch = new Scratch();
        var result = await Run(scratch, """
              - name: wrong on purpose
                given:
                  - {metadata: {t: 21}}
                  - {metadata: {set: x}}
                expect:
                  - plan: warm
                    messages:
                      - {metadata: {t: 22}}
                  - {counts: {accepted: 3}}
                  - {file: warm.jsonl}
              - name: right
                given: [{metadata: {t: 21}}]
                expect: [{plan: warm, count: 1}]
            """, "--json", "--junit", "results.xml");
        result.ShouldEndWith(1);
        var results = JsonNode.Parse(result.Output)!.AsArray();
        results.Select(static each => (bool)each!["passed"]!).ShouldBe([false, true]);
        var failures = results[0]!["failures"]!.AsArray();
        failures.Select(static failure => $"{failure!["line"]}:{failure["column"]}").ShouldBe(["23:13", "21:9", "24:9", "25:9"]);
        ((string)failures[0]!["text"]!).ShouldContain("t is 21, not 22");
        ((string)failures[2]!["text"]!).ShouldBe("expected 3 accepted, there are 2");
        ((string)failures[3]!["text"]!).ShouldContain("'warm.jsonl' was not written");
        var suite = XDocument.Parse(scratch.Read("results.xml")).Root!.Element("testsuite")!;
        suite.Attribute("failures")!.Value.ShouldBe("1");
        suite.Elements("testcase").Select(static each => each.Elements("failure").Count()).ShouldBe([4, 0]);
    }

    [Fact]
    public async Task Dead_letter_that_nobody_expects_fails_the_test()
    {
        using var scratch = new Scratch();
        var result = await Run(scratch, """
              - name: no key
                given: [{plan: sets, metadata: {t: 1}}]
                expect: [{plan: sets, count: 0}]
            """);
        result.ShouldEndWith(1).Output.ShouldContain("the message has no 'set'");
    }

    [Fact]
    public async Task Fault_that_never_happens_fails_the_test()
    {
        using var scratch = new Scratch();
        var result = await Run(scratch, """
              - name: no message
                given: [{metadata: {t: 1}}]
                fail: [{action: upload}]
                expect: [{plan: warm, count: 0}]
            """);
        result.ShouldEndWith(1).Output.ShouldContain("'upload' never failed");
    }

    [Fact]
    public async Task Files_that_appear_are_read_by_the_source_itself()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", """
            flow: files
            sources:
              - {type: watch, name: in, path: incoming, pattern: "{model}_{step:03d}.dat", read: file, done: move, move-to: done}
            plans:
              - name: sort
                actions:
                  - {type: file, path: "sorted/{model}/{step}.dat"}
            tests:
              - name: sorted
                given:
                  - {drop: incoming/ifs_006.dat, text: six}
                  - {drop: incoming/icon_012.dat, base64: AAEC}
                  - {advance: 1h}
                  - {drop: incoming/ifs_018.dat, text: eighteen}
                expect:
                  - {file: sorted/ifs/6.dat, text: six}
                  - {file: sorted/ifs/18.dat, text: eighteen}
                  - {file: done/ifs_006.dat}
                  - {file: incoming/ifs_006.dat, exists: false}
                  - {plan: sort, count: 3}
            """);

        // What lies in production is nobody's input.
        Directory.CreateDirectory(scratch["incoming"]);
        scratch.Write("incoming/real_001.dat", "of production");
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(0);
        Directory.GetFileSystemEntries(scratch.Path).Select(Path.GetFileName).Order().ShouldBe(["flow.yaml", "incoming"]);
        Directory.GetFiles(scratch["incoming"]).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Wrong_tests_are_told_by_check_with_their_places()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", Flow + """
              - name: wrong
                given:
                  - {sorce: readings, metadata: {t: 1}}
                  - {source: reading, metadata: {t: 1}}
                  - {advance: 1h, metadata: {t: 1}}
                  - {advance: soon}
                  - {read: samples/none.grib}
                fail: [{action: uplaod}]
                expect:
                  - {plan: wram, count: 1}
                  - {plan: warm}
                  - {count: 1}
                  - {counts: {acepted: 1}}
              - name: empty
            """.ReplaceLineEndings("\n"));
        var first = (await WindrowProcess.Run(scratch.Path, "check", "flow.yaml")).ShouldEndWith(1).Error;
        first.ShouldContain("flow.yaml:18:10: error WR2001: 'sorce' is not an option of a step of 'given'; did you mean 'source'?");
        first.ShouldContain("error WR2009: 'metadata' has no meaning beside 'advance'");
        first.ShouldContain("error WR2011");
        first.ShouldContain("nothing is said about the messages");
        first.ShouldContain("the expectation does not say what it is about");
        first.ShouldContain("'acepted: 1' is no count");
        first.ShouldContain("the test expects nothing, so it cannot fail");

        scratch.Write("flow.yaml", Flow + """
              - name: wrong
                given:
                  - {source: reading, metadata: {t: 1}}
                  - {read: samples/none.grib}
                fail: [{action: uplaod}]
                expect: [{plan: wram, count: 1}]
            """.ReplaceLineEndings("\n"));
        var second = (await WindrowProcess.Run(scratch.Path, "check", "flow.yaml")).ShouldEndWith(1).Error;
        second.ShouldContain("flow.yaml:18:9: error WR3020: there is no source named 'reading'; did you mean 'readings'?");
        second.ShouldContain("there is no file 'samples/none.grib'");
        second.ShouldContain("there is no action named 'uplaod'; did you mean 'upload'?");
        second.ShouldContain("there is no plan named 'wram'; did you mean 'warm'?");
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(3);
    }

    [Fact]
    public async Task Named_tests_run_and_no_others()
    {
        using var scratch = new Scratch();
        var tests = """
              - {name: cold one, given: [{metadata: {t: 1}}], expect: [{plan: warm, count: 0}]}
              - {name: warm one, given: [{metadata: {t: 25}}], expect: [{plan: warm, count: 1}]}
            """;
        (await Run(scratch, tests, "--test", "warm*")).ShouldEndWith(0).Output.ShouldContain("1 passed, 0 failed");
        (await Run(scratch, tests, "--test", "none")).ShouldEndWith(1).Error.ShouldContain("no test has such a name");
    }

    [Fact]
    public async Task Sink_that_speaks_to_the_outside_is_never_let()
    {
        using var receiver = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        receiver.Start();
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", """
            plans:
              - name: announce
                actions:
                  - {type: post, url: "http://127.0.0.1:PORT/hook"}
            tests:
              - name: announced
                given: [{plan: announce, metadata: {product: t2m}}]
                fail: [{action: post, class: waiting, times: 3}]
                expect: [{plan: announce, messages: [{metadata: {product: t2m}}]}]
            """.Replace("PORT", $"{((System.Net.IPEndPoint)receiver.LocalEndpoint).Port}", StringComparison.Ordinal));
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(0);
        receiver.Pending().ShouldBeFalse();
    }

    private static Task<Result> Run(Scratch scratch, string tests, params string[] arguments)
    {
        scratch.Write("flow.yaml", Flow + tests.ReplaceLineEndings("\n") + "\n");
        return WindrowProcess.Run(scratch.Path, ["test", "flow.yaml", .. arguments]);
    }
}
