using Windrow.Core.Messages;
using Windrow.Fields.Tests.Statistics;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.PlanFiles;

/// <summary>Plans of multio, run in the engine.</summary>
public sealed class PlanRunTests : IDisposable
{
    private readonly PlanText _text = new();

    public void Dispose() => _text.Dispose();

    [Fact]
    public async Task A_plan_of_several_actions_and_sinks_does_what_it_says()
    {
        var flow = _text.Flow($$"""
            client:
              plans:
                - name: means
                  actions:
                    - {type: select, match: [{paramId: [167], level: 0}]}
                    - {type: scale, custom-mappings: [{param-in: 167, param-out: 7, scaling: 2}]}
                    - type: sink
                      sinks:
                        - {type: file, path: {{_text["a.bin"]}}}
                        - {type: multio, sinks: [{type: file, path: {{_text["b.bin"]}}, append: true}]}
                - {name: nothing, actions: [{type: null}]}
                - {name: no-sinks, actions: [{type: sink, sinks: []}]}
                - {name: each, actions: [{type: single-field-sink, root_path: {{_text.Directory}}/fields/}]}
            """).ShouldNotBeNull(_text.Findings);
        var run = await FieldFlow.Run(flow, [Notation.Field(1, [1, 2]), Notation.Field(2, [3, 4], index: 1), Notation.Field(2, [9], index: 2, more: ("level", 3L))]);
        run.Dead.ShouldBeEmpty();
        Doubles("a.bin").ShouldBe([2, 4, 6, 8]);
        Doubles("b.bin").ShouldBe([2, 4, 6, 8]);
        Directory.GetFiles(_text["fields"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["0::167::1", "0::167::2", "3::167::2"]);
        Doubles("fields/3::167::2").ShouldBe([9]);
    }

    [Fact]
    public async Task A_server_gives_its_files_multios_names()
    {
        var flow = _text.Flow($$"""plans: [{name: a, actions: [{type: sink, sinks: [{type: file, path: {{_text["out.bin"]}}, per-server: true}]}]}]""").ShouldNotBeNull(_text.Findings);
        await FieldFlow.Run(flow, [Notation.Field(1, [1])]);
        Path.GetFileName(Directory.GetFiles(_text.Directory, "*.bin").ShouldHaveSingleItem()).ShouldBe($"multio-{Environment.MachineName}-{Environment.ProcessId}-out.bin");
    }

    [Fact]
    public async Task Notifications_pass_selects_and_are_no_trouble_to_sinks()
    {
        var flow = _text.Flow($$"""
            plans:
              - name: a
                actions:
                  - {type: select, match: [{paramId: [167]}]}
                  - type: sink
                    sinks: [{type: file, path: {{_text["a.bin"]}}}]
                    triggers: [{type: NotifyMetadata, key: step, file: {{_text["events"]}}}, {type: MetadataChange, key: step, values: [1, 2], file: {{_text["events"]}}}]
            """).ShouldNotBeNull(_text.Findings);
        var notification = new Message(MessageKind.Notification, Metadata.From(("step", 9L)), Core.Payloads.Payload.None, new Origin("test", "memory", 9));
        var run = await FieldFlow.Run(flow, [Notation.Field(1, [1]), notification, Notation.Field(2, [1], index: 2)]);
        run.Dead.ShouldBeEmpty();
        File.ReadAllLines(_text["events"]).Select(static line => line[line.IndexOf("{\"step", StringComparison.Ordinal)..]).ShouldBe(["{\"step\":\"1\"}}", "{\"step\":\"2\"}}", "{\"step\":\"9\"}}"], ignoreOrder: true);
        Doubles("a.bin").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Triggers_that_tell_into_the_same_file_lose_nothing_of_each_other()
    {
        var trigger = $"{{type: NotifyMetadata, key: step, file: {_text["events"]}}}";
        var flow = _text.Flow($"plans: [{{name: a, actions: [{{type: sink, sinks: [{{type: null}}], triggers: [{trigger}, {trigger}, {trigger}, {trigger}]}}]}}]").ShouldNotBeNull(_text.Findings);
        var notifications = Enumerable.Range(0, 100).Select(static step => new Message(MessageKind.Notification, Metadata.From(("step", (long)step)), Core.Payloads.Payload.None, new Origin("test", "memory", step)));
        var run = await FieldFlow.Run(flow, [.. notifications]);
        run.Dead.ShouldBeEmpty();
        var lines = File.ReadAllLines(_text["events"]);
        lines.Length.ShouldBe(400);
        lines.Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public async Task Print_writes_as_multio_does()
    {
        var flow = _text.Flow("plans: [{name: a, actions: [{type: print, prefix: ' ++ here', only-fields: true}, {type: null}]}]").ShouldNotBeNull(_text.Findings);
        using var output = new MemoryStream();
        var services = _text.Services with { StandardOutput = () => output };
        var definition = Windrow.Fields.PlanFiles.PlanFile.Read(_text["multio.yaml"], services, new())!.Flow("client", PlanText.Catalog)!;
        var message = new Message(MessageKind.Field, Metadata.From(("name", "sst"), ("misc-sourcePeer", "nemo-clients/3")), Core.Payloads.FieldPayload.Copy((double[])[1, 2]), new Origin("test", "memory", 1));
        await FieldFlow.Run(definition, [message], services);
        flow.ShouldNotBeNull();
        System.Text.Encoding.UTF8.GetString(output.ToArray()).ShouldBe(
            " ++ here: Message(version=1, tag=Field, source=Peer(group=nemo-clients,id=3), destination=Peer(group=null,id=18446744073709551615), metadata={\"misc-sourcePeer\":\"nemo-clients/3\",\"name\":\"sst\"}, payload-size=16)\n");
    }

    private double[] Doubles(string name) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(_text[name])).ToArray();
}
