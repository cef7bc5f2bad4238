using Windrow.Core.Configuration;
using Windrow.Events.Trollflow;

namespace Windrow.Events.Tests.Trollflow;

/// <summary>Files of trollflow become flows, and what is wrong with them is told at its place.</summary>
public sealed class TrollflowFileTests
{
    private const string Listener = """
        work:
          - type: daemon
            name: listener
            components:
              - class: !!python/object:posttroll.listener.ListenerContainer
                  topics: [/new/file]

        """;

    [Fact]
    public void Work_becomes_a_source_and_an_action_for_each_item()
    {
        var (yaml, problems) = Translate("""
            config:
              - product_list: &product_list
                  /tmp/products.yaml
              - use_utc: true
              - force_gc: true
            work:
              - type: daemon
                name: box
                components:
                  - class: !!python/object:letters.Letterbox
                      folder: in
              - type: workflow
                name: count
                Workflow:
                  - letters.Reader:
                      product_list: *product_list
                  - letters.Counter:
                global_config: {site: "nord"}
              - type: daemon
                name: count
                components:
                  - class: !!python/object:letters.Shelf
            """);
        problems.ShouldBe("");
        yaml.ShouldBe("""
            flow: f
            sources:
              - type: trollflow
                daemon:
                  letters.Letterbox:
                    folder: in
                lock: box
                environment:
                  TZ: UTC
            plans:
              - name: work
                actions:
                  - type: trollflow
                    components:
                      - letters.Reader:
                          product_list: /tmp/products.yaml
                      - letters.Counter: {}
                    name: count
                    stage:
                      queue: durable
                    lock: count
                    previous-lock: box
                    environment:
                      TZ: UTC
                    global-config:
                      site: nord
                    collect-garbage: true
                  - type: trollflow
                    daemon:
                      letters.Shelf: {}
                    name: count 2
                    lock: count 2
                    previous-lock: count
                    last: true
                    environment:
                      TZ: UTC
                  - type: "null"

            """);
    }

    [Fact]
    public void Workflow_alone_runs_once_and_its_options_are_slots()
    {
        var (yaml, problems) = Translate("Workflow:\n  - letters.Reader:\n      in_file: {uri: a.txt}\n      out_file:\n");
        problems.ShouldBe("");
        yaml.ShouldContain("  - type: trollflow\nplans:");
        yaml.ShouldContain("slots: true");
        yaml.ShouldContain("out_file: null");
        yaml.ShouldNotContain("durable");
    }

    [Theory]
    [InlineData("topics: [/new]\n          addresses: [\"a:1\", \"tcp://b:2\"]\n          nameserver: false", "addresses: [\"tcp://a:1\", \"tcp://b:2\"]", "services")]
    [InlineData("topics: /new\n          services: [gatherer]\n          nameserver: ns.example.org", "services: [gatherer]\n    nameserver: ns.example.org", "addresses")]
    public void Listener_becomes_the_source_posttroll(string options, string expected, string unexpected)
    {
        var (yaml, problems) = Translate($"""
            work:
              - type: daemon
                components:
                  - class: !!python/object:posttroll.listener.ListenerContainer
                      {options.ReplaceLineEndings("\n          ").Replace("\n                    ", "\n          ", StringComparison.Ordinal)}
            """);
        problems.ShouldBe("");
        yaml.ShouldContain("topics: [/new]");
        yaml.ShouldContain(expected);
        yaml.ShouldNotContain(unexpected);
    }

    [Theory]
    [InlineData("Subscriber", "{topics: [/a], addresses: [\"tcp://b:2\"], translate: true}", "addresses: [\"tcp://b:2\"]|translate: true", "services")]
    [InlineData("NSSubscriber", "{topics: [/a], services: [x], addr_listener: true, timeout: 3, nameserver: ns}", "services: [x]|nameserver: ns|addr-listener: true|timeout: 3s", "addresses")]
    [InlineData("Subscribe", "{topics: [/a]}", "services: [\"\"]", "addresses")]
    public void Subscribers_become_the_source_posttroll(string name, string options, string expected, string unexpected)
    {
        var (yaml, problems) = Translate($"work:\n  - type: daemon\n    components:\n      - class: !!python/object:posttroll.subscriber.{name} {options}\n");
        problems.ShouldBe("");
        foreach (var part in expected.Split('|'))
            yaml.ShouldContain(part);
        yaml.ShouldNotContain(unexpected);
    }

    [Theory]
    [InlineData("Publisher", "{address: \"tcp://*:9010\", name: tell}", "publisher: tell|address: \"*\"|port: 9010|announce: none")]
    [InlineData("NoisyPublisher", "{name: tell, port: 9010, aliases: [a, b], nameservers: [ns], broadcast_interval: 3}", "publisher: tell|port: 9010|aliases: [a, b]|nameservers: [ns]|broadcast-interval: 3s")]
    [InlineData("Publish", "{min_port: 50000, max_port: 50100}", "publisher: Publish|50000-50099")]
    public void Publishers_become_the_sink_posttroll(string name, string options, string expected)
    {
        var (yaml, problems) = Translate(Listener + $"  - type: daemon\n    components:\n      - class: !!python/object:posttroll.publisher.{name} {options}\n");
        problems.ShouldBe("");
        foreach (var part in expected.Split('|'))
            yaml.ShouldContain(part);
        yaml.ShouldContain("queue: durable");
        yaml.ShouldContain("{posttroll.subject}");
        yaml.ShouldNotContain("type: \"null\"");
    }

    [Theory]
    [InlineData("work: {}", "f.yaml:1:7: error", "'work' is a list")]
    [InlineData("work: []", "f.yaml:1:7: error", "this is empty")]
    [InlineData("Workflow: later", "f.yaml:1:11: error", "'Workflow' is a list of classes")]
    [InlineData("Workflow:\n  - a.B: 7", "f.yaml:2:5: error", "with its options below it")]
    [InlineData("Workflow:\n  - trollflow_sat.satpy_compositor.SceneLoder:", "f.yaml:2:5: error", "did you mean 'trollflow_sat.satpy_compositor.SceneLoader'?")]
    [InlineData("Workflow:\n  - trollflow.getters.Wget:", "f.yaml:2:5: error", "posttroll.listener.ListenerContainer, posttroll.publisher.NoisyPublisher, posttroll.publisher.Publish, ")]
    [InlineData("Workflow:\n  - Doubler:", "f.yaml:2:5: error", "'Doubler' is no class that Windrow knows")]
    [InlineData("Workflow:\n  - a.B:\n      method: !!python/name:os.system", "f.yaml:3:15: error", "!!python/name:os.system stands within options")]
    [InlineData("Workflow:\n  - a.B:\nnext: 1", "f.yaml:3:1: warning", "'next' has no effect")]
    [InlineData(Listener + "  - type: workfow\n    name: a", "f.yaml:7:11: error", "and not 'workfow'")]
    [InlineData(Listener + "  - name: a", "f.yaml:7:5: error", "and this says neither")]
    [InlineData(Listener + "  - later", "f.yaml:7:5: error", "an item of 'work' is a mapping")]
    [InlineData(Listener + "  - type: workflow\n    name: a", "f.yaml:7:5: error", "and there is none")]
    [InlineData(Listener + "  - type: daemon\n    name: a", "f.yaml:7:5: error", "which class the daemon is")]
    [InlineData(Listener + "  - type: daemon\n    components:\n      - class: words.Writer", "f.yaml:9:16: error", "named by a tag")]
    [InlineData(Listener + "  - type: daemon\n    components:\n      - class: !!python/object/apply:os.system [ls]", "f.yaml:9:16: error", "!!python/object/apply:os.system")]
    [InlineData(Listener + "  - type: daemon\n    components:\n      - class: !!python/object:posttroll.listener.Listener {}", "f.yaml:9:16: error", "there are: posttroll.listener.ListenerContainer")]
    [InlineData(Listener + "  - type: daemon\n    components:\n      - class: !!python/object:posttroll.listener.ListenerContainer {topics: [/a]}", "f.yaml:7:5: error", "takes nothing of what comes before it")]
    [InlineData(Listener + "  - type: workflow\n    Workflows: []\n    Workflow: [a.B]", "f.yaml:8:5: warning", "did you mean 'Workflow'?")]
    [InlineData("work:\n  - type: workflow\n    name: a\n    Workflow: [a.B]", "f.yaml:2:5: error", "nothing brings anything to 'a'")]
    [InlineData("work:\n  - type: daemon\n    components:\n      - class: !!python/object:posttroll.listener.ListenerContainer {topic: [/a], topics: [/a]}", "f.yaml:4:70: warning", "did you mean 'topics'?")]
    [InlineData("work:\n  - type: daemon\n    components:\n      - class: !!python/object:posttroll.listener.ListenerContainer {}", "f.yaml:4:16: error", "which messages to take")]
    [InlineData(Listener + "  - type: daemon\n    components:\n      - class: !!python/object:posttroll.publisher.NoisyPublisher {name: a}\n  - type: workflow\n    name: b\n    Workflow: [c.D]", "f.yaml:7:5: error", "nothing comes out of 'NoisyPublisher'")]
    [InlineData(Listener + "  - type: daemon\n    components:\n      - class: !!python/object:posttroll.publisher.Publisher {address: here}", "f.yaml:9:72: error", "no address to publish at")]
    [InlineData(Listener + "  - type: daemon\n    components:\n      - class: !!python/object:posttroll.publisher.Publisher {adress: \"tcp://*:9\"}", "f.yaml:9:63: warning", "did you mean 'address'?")]
    [InlineData("config: {log_config: a.ini}\nWorkflow: [a.B]", "f.yaml:1:22: warning", "goes to Windrow's log")]
    public void What_is_wrong_is_told_at_its_place(string yaml, string where, string what)
    {
        var (_, problems) = Translate(yaml);
        problems.ShouldContain(where);
        problems.ShouldContain(what);
        problems.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, problems);
    }

    [Theory]
    [InlineData(false, "f.yaml:9:9: warning WR3008", "a run is refused until then")]
    [InlineData(true, "f.yaml:9:9: error WR3008", "'trollflow_sat.resampler.Resampler', which needs mpop, is the plug-in 'resample' that Windrow.Imagery will bring")]
    public void What_Imagery_will_bring_is_shown_and_not_run(bool isToRun, string where, string what)
    {
        var (yaml, problems) = Translate(Listener + "  - type: workflow\n    Workflow:\n      - trollflow_sat.resampler.Resampler:\n          radius: null\n", isToRun);
        problems.ShouldContain(where);
        problems.ShouldContain(what);
        (yaml.Length > 0).ShouldBe(!isToRun);
    }

    [Theory]
    [InlineData("work: []\nplans: []", false)]
    [InlineData("work: []", true)]
    [InlineData("Workflow: []", true)]
    [InlineData("- work: []", false)]
    [InlineData("homework: []", false)]
    public void File_is_known_by_its_content(string yaml, bool isOne) =>
        TrollflowFile.Recognises(ConfigReader.Read(yaml, "f.yaml", new DiagnosticBag(), TrollflowFile.Dialect)).ShouldBe(isOne);

    private static (string Yaml, string Problems) Translate(string yaml, bool isToRun = false)
    {
        var diagnostics = new DiagnosticBag();
        var root = ConfigReader.Read(yaml, "f.yaml", diagnostics, TrollflowFile.Dialect)!;
        var flow = TrollflowFile.Translate(root, "f", isToRun, diagnostics);
        return (flow?.ToString() ?? "", diagnostics.ToString());
    }
}
