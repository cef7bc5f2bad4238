using Windrow.Core.Configuration;
using Windrow.Fields.PlanFiles;

namespace Windrow.Fields.Tests.PlanFiles;

public sealed class PlanFileTests : IDisposable
{
    private readonly PlanText _text = new();

    public void Dispose() => _text.Dispose();

    [Theory]
    [InlineData("client: {plans: []}", true)]
    [InlineData("any-name: {transport: mpi, plans: []}", true)]
    [InlineData("plans: [{file: a.yaml}]", true)]
    [InlineData("active-matchers: []\nplans: [{actions: [{type: null}]}]", true)]
    [InlineData("plans: [{name: a, actions: [{type: null}]}]", false)]
    [InlineData("flow: a\nsources: []\nplans: [{name: a, actions: [{type: null}]}]", false)]
    [InlineData("name: a\nactions: [{type: null}]", true)]
    [InlineData("[1, 2]", false)]
    public void A_file_is_multios_by_its_content(string text, bool isMultio) =>
        PlanFile.Recognises(ConfigReader.Read(text, "f.yaml", new DiagnosticBag(), ConfigDialect.Multio)).ShouldBe(isMultio);

    [Fact]
    public void Client_and_server_become_flows_of_their_own()
    {
        const string Text = """
            client:
              on-error: abort-transport
              plans:
                - name: fields
                  actions:
                    - {type: select, match: [{category: [ocean-2d]}]}
                    - {type: transport, target: ocean, hash-keys: [name]}
            ocean:
              transport: tcp
              servers: [{host: localhost, ports: [7771, 7772]}]
              clients: [{host: localhost, ports: [4441]}]
              local_port: 7771
              plans:
                - name: sink
                  on-error: {type: recover, maxRetries: 2}
                  actions:
                    - type: aggregation
                    - {type: sink, sinks: []}
            """;
        _text.Native(Text).ShouldBe("""
            flow: multio
            plans:
              - name: fields
                on-error: abort
                actions:
                  - type: select
                    match:
                      - category: [ocean-2d]
                  - type: transport
                    target: ocean
                    hash-keys: [name]
                    server:
                      transport: tcp
                      servers:
                        - host: localhost
                          ports: [7771, 7772]
                      clients:
                        - host: localhost
                          ports: [4441]

            """);
        _text.Native(Text, "ocean").ShouldBe("""
            flow: multio-ocean-7771
            sources:
              - type: transport
                name: ocean
                transport: tcp
                servers:
                  - host: localhost
                    ports: [7771, 7772]
                clients:
                  - host: localhost
                    ports: [4441]
                local-port: 7771
            plans:
              - name: sink
                on-error:
                  retry: 2
                actions:
                  - type: aggregate
                    stage:
                      workers: cores
                      key: [name, category, domain, param, paramId, levtype, level, levelist, number]
                  - type: sink
                    sinks: []

            """);
        _text.Findings.ShouldContain("multio.yaml:17:17: warning WR2006: 'aggregation' is an old name of 'aggregate'");
    }

    [Fact]
    public void What_multio_ignores_in_silence_is_a_warning_with_its_place()
    {
        _text.Flow("""
            active-matchers: [{name: [sst]}]
            run: {expver: a}
            clients: {}
            client:
              on_error: propagate
              plans:
                - name: a
                  enforce-matching: true
                  actions:
                    - {type: statistics, output-frequency: 1d, operations: [average], options: {restart: true}}
                    - {type: "null", count: 3}
            """).ShouldNotBeNull(_text.Findings);
        var findings = _text.Findings;
        findings.ShouldContain("multio.yaml:1:1: warning WR2001: 'active-matchers' has no effect");
        findings.ShouldContain("multio.yaml:2:1: warning WR2001: 'run' has no effect");
        findings.ShouldContain("multio.yaml:3:1: warning WR2001: 'clients' has no effect: it is no section with plans; did you mean 'client'?");
        findings.ShouldContain("multio.yaml:5:3: warning WR2001: 'on_error' is nothing that the client section has; did you mean 'on-error'?");
        findings.ShouldContain("multio.yaml:8:7: warning WR2001: 'enforce-matching' is nothing that a plan has");
        findings.ShouldContain("multio.yaml:10:85: warning WR2001: 'restart' is not an option of the options of statistics");
        findings.ShouldContain("multio.yaml:11:26: warning WR2001: 'count' is not an option of null");
    }

    [Theory]
    [InlineData("client: {plans: [{name: a, actions: []}]}", "multio.yaml:1:37: error WR2002: a plan without actions does nothing")]
    [InlineData("client: {plans: [{name: a}]}", "a plan without actions does nothing")]
    [InlineData("client: {on-error: retry, plans: []}", "multio.yaml:1:20: error WR2005: 'on-error' does not take the text 'retry' here")]
    [InlineData("client: {plans: [{name: a, on-error: abort-transport, actions: [{type: null}]}]}", "error WR2005: 'on-error' does not take the text 'abort-transport' here")]
    [InlineData("client: {plans: [{name: a, actions: [{type: transport, target: servre}]}]}\nserver: {transport: mpi, plans: []}", "error WR2002: there is no server section 'servre'; did you mean 'server'?")]
    [InlineData("client: {plans: [{name: a, actions: [{type: transport}]}]}\nserver: {transport: mpi, plans: []}", "write the name of a server section: server")]
    [InlineData("client: {plans: [{name: a, actions: [{type: null}]}, {name: a, actions: [{type: null}]}]}", "multio.yaml:1:61: error WR3002: there is another plan named 'a'")]
    [InlineData("client: {plans: [{name: a, dissemination: req.diss, templates: []}]}", "error WR3008: plans of dissemination requirements are not in this version")]
    [InlineData("client: {plans: [{file: nowhere.yaml}]}", "multio.yaml:1:25: error WR5003: there is no file 'nowhere.yaml'")]
    [InlineData("client: {plans: [{file: '{NOT_SET}/a.yaml'}]}", "set the environment variable NOT_SET")]
    [InlineData("client: {plans: [{name: a, enable: '{RUN_A}', actions: [{type: null}]}]}", "set the environment variable RUN_A to 1 or 0")]
    [InlineData("client: {plans: [{name: a, actions: [{type: selekt, match: {a: 1}}, {type: null}]}]}", "error WR5001: there is no action or sink named 'selekt'; did you mean 'select'?")]
    [InlineData("client: {plans: [{name: a, actions: [{type: encode-mtg2, cached: true}, {type: null}]}]}", "multio.yaml:1:45: error WR3008: the action 'encode-mtg2' is not in this version; write 'type: encode'")]
    [InlineData("client: {plans: [{name: a, actions: [{type: interpolate-fesom}, {type: null}]}]}", "'interpolation: matrix'")]
    [InlineData("client: {plans: [{name: a, actions: [{type: sink, sinks: [{type: maestro}]}]}]}", "error WR3008: the sink 'maestro' is not in this version")]
    public void What_is_wrong_is_told_at_its_place_in_multios_file(string text, string finding)
    {
        _text.Flow(text).ShouldBeNull();
        _text.Findings.ShouldContain(finding);
    }

    [Fact]
    public void A_section_that_is_not_there_is_told_with_those_that_are()
    {
        _text.Flow("client: {plans: []}\nserver: {transport: mpi, plans: []}", "sever").ShouldBeNull();
        _text.Findings.ShouldContain("there is no section 'sever' with plans; did you mean 'server'?; there are: client, server");
    }

    [Fact]
    public void Two_plans_of_one_name_on_a_server_get_names_of_their_own()
    {
        var native = _text.Native("s: {transport: none, plans: [{name: a, actions: [{type: null}]}, {name: a, actions: [{type: null}]}]}", "s");
        native.ShouldContain("name: a-2");
        _text.Findings.ShouldContain("warning WR3002: there is another plan named 'a'; this one is taken as 'a-2'");
    }

    [Fact]
    public void Sinks_that_are_switched_off_and_nested_ones_are_seen_through()
    {
        _text.Environment["FDB"] = "0";
        _text.Environment["MULTIO_CONFIG_TRIGGERS"] = "triggers: [{type: MetadataChange, key: step, values: [1], file: all.jsonl}]";
        _text.Native("""
            client:
              plans:
                - name: a
                  actions:
                    - type: sink
                      sinks:
                        - {type: fdb5, enable: "{FDB}", config: {}}
                        - {type: multio, sinks: [{type: file, path: b, failOnError: true}, {type: file, path: c, enable: "yes"}]}
                      triggers: [{type: NotifyMetadata, key: step, file: own.jsonl}]
            """).ShouldBe("""
            flow: multio
            plans:
              - name: a
                actions:
                  - type: sink
                    sinks:
                      - type: file
                        path: b
                      - type: file
                        path: c
                    triggers:
                      - type: MetadataChange
                        key: step
                        values: [1]
                        file: all.jsonl
                      - type: NotifyMetadata
                        key: step
                        file: own.jsonl

            """);
        _text.Findings.ShouldContain("'failOnError' has no effect, in multio neither");
    }

    [Fact]
    public void What_stands_behind_the_last_action_is_left_out_as_in_multio_and_told()
    {
        _text.Native("client: {plans: [{name: a, actions: [{type: sink, sinks: []}, {type: print}, {type: null}]}]}").ShouldNotContain("print");
        _text.Findings.ShouldContain("multio.yaml:1:63: warning WR2001: this action has no effect: nothing comes behind 'sink'");
    }

    [Fact]
    public void Old_names_with_capitals_are_read_with_a_warning()
    {
        _text.Flow("""
            client:
              plans:
                - name: a
                  actions:
                    - {type: Select, match: [{name: [sst]}]}
                    - {type: Print}
                    - {type: SingleFieldSink}
            """).ShouldNotBeNull(_text.Findings);
        _text.Findings.ShouldContain("multio.yaml:5:18: warning WR2006: 'Select' is an old name of 'select'");
        _text.Findings.ShouldContain("'SingleFieldSink' is an old name of 'single-field-sink'");
    }

    [Theory]
    [InlineData("{type: select, match: [{timestep: [1]}]}", "the metadata key 'timestep' is not known; did you mean 'timeStep'?")]
    [InlineData("{type: select, any: [{not: {ignore: {startdate: 1}}}]}", "did you mean 'startDate'?")]
    [InlineData("{type: select, match: {globalSize: 10}}", "'globalSize' is the old name of 'misc-globalSize'")]
    [InlineData("{type: encode, format: raw, additional-metadata: {param_id: 1}}", "did you mean 'paramId'?")]
    public void Keys_that_are_spelt_almost_right_are_told(string action, string finding)
    {
        _text.Flow($"client: {{plans: [{{name: a, actions: [{action}, {{type: null}}]}}]}}");
        _text.Findings.ShouldContain(finding);
    }
}
