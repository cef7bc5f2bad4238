using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary>Plan files of multio, from outside.</summary>
public sealed class PlanFileCommandTests : IDisposable
{
    private const string Plans = """
        client:
          plans:
            - name: everything
              actions:
                - {type: select, match: [{name: [sst]}]}
                - {type: sink, sinks: [{type: file, path: "{OUT}/a.grib"}]}
        local:
          transport: none
          on-error: abort-transport
          plans:
            - {name: swallow, actions: [{type: Print, stream: cout}, {type: null}]}
        """;

    private readonly Scratch _scratch = new();

    public PlanFileCommandTests() => _scratch.Write("plans.yaml", Plans);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Check_tells_about_every_section()
    {
        var result = (await Run("check", "plans.yaml")).ShouldEndWith(0);
        result.Output.ShouldContain("plans.yaml, section 'client': 0 sources, 1 plans, 2 warnings");
        result.Output.ShouldContain("plans.yaml, section 'local': 0 sources, 1 plans");
        result.Output.ShouldContain("tries of swallow: now, after 1 s, after 2 s, after 4 s, after 8 s, then the flow stops");
        result.Error.ShouldContain("plans.yaml:6:51: warning WR1019: the environment variable OUT is not set");
        result.Error.ShouldContain("plans.yaml:11:40: warning WR2006: 'Print' is an old name of 'print'");
    }

    [Fact]
    public async Task Show_prints_a_native_flow_that_can_be_checked_in_its_turn()
    {
        var shown = (await Run("check", "plans.yaml", "--server", "local", "--show")).ShouldEndWith(0).Output;
        shown.ShouldBe("""
            flow: plans-local
            plans:
              - name: swallow
                on-error: abort
                actions:
                  - type: print
                    stream: cout
                    form: multio
                  - type: "null"

            """);
        _scratch.Write("native.yaml", shown);
        (await Run("check", "native.yaml")).ShouldEndWith(0).Error.ShouldBe("");
        var both = (await Run("check", "plans.yaml", "--show")).ShouldEndWith(0).Output;
        both.ShouldStartWith("# section 'client'\nflow: plans\n");
        both.ShouldContain("---\n# section 'local'\nflow: plans-local\n");
    }

    [Fact]
    public async Task A_run_needs_to_know_which_section_is_meant()
    {
        (await Run("run", "plans.yaml")).ShouldEndWith(3).Error.ShouldContain("the file has several sections: client, local; choose one with --client or --server NAME, or as plans.yaml#client");
        (await Run("run", "plans.yaml", "--server", "lokal")).ShouldEndWith(3).Error.ShouldContain("there is no section 'lokal' with plans; did you mean 'local'?");
        (await Run("run", "plans.yaml", "--client", "--server", "local")).ShouldEndWith(2);
        (await Run("run", "plans.yaml", "--server", "local", "--once")).ShouldEndWith(0);
        (await Run("run", "plans.yaml#local", "--once")).ShouldEndWith(0);
    }

    [Fact]
    public async Task A_flow_that_aborts_says_why_and_ends_with_4()
    {
        _scratch.Write("in.jsonl", "{\"n\": 1}\n");
        _scratch.Write("flow.yaml", """
            sources: [{type: lines, path: in.jsonl}]
            plans:
              - name: strict
                on-error: abort
                actions: [{type: file, path: "out/{n}.bin"}]
            """);
        var result = (await Run("run", "flow.yaml")).ShouldEndWith(4);
        result.Error.ShouldContain("windrow: stopped, as 'on-error: abort' says: strict/1:file: ");
        result.Error.ShouldContain("the message has no payload to write");
    }

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
