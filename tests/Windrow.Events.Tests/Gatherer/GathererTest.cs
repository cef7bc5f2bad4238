using System.Text.Json.Nodes;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Events.Gatherer;
using Windrow.Events.Tests.Amqp;
using Windrow.Events.Tests.Posttroll;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Gatherer;

/// <summary>A gatherer by its own YAML, between a publisher and a subscriber in Python.</summary>
public abstract class GathererTest : PosttrollTest
{
    internal const string Patterns = """
        patterns:
          msg:
            pattern:
              "H-000-{orig_platform_name:4s}__-{orig_platform_name:4s}________-{channel_name:_<9s}-{segment:_<9s}-{start_time:%Y%m%d%H%M}-__"
            critical_files: :EPI,:PRO
            wanted_files: VIS006:000001-000008,VIS008:000001-000008,IR_016:000001-000008,IR_108:000001-000008,HRV:000019-000024,:PRO,:EPI
            all_files: VIS006:000001-000008,VIS008:000001-000008,IR_016:000001-000008,IR_108:000001-000008,HRV:000001-000024,:PRO,:EPI
            variable_tags: []
        """;

    private readonly int _port = FreePorts.Take(1)[0];

    internal string StateDirectory { get; } = Directory.CreateTempSubdirectory("windrow-gatherer-").FullName;

    internal string? From { get; private set; }

    /// <summary>The forty files of a slot.</summary>
    internal static List<string> Slot(string time, string platform = "MSG3")
    {
        var names = new List<string>();
        foreach (var (channel, first, last) in new[] { ("VIS006", 1, 8), ("VIS008", 1, 8), ("IR_016", 1, 8), ("IR_108", 1, 8), ("HRV", 19, 24) })
            names.AddRange(Enumerable.Range(first, last - first + 1).Select(segment => Name(channel, $"{segment:000000}", time, platform)));
        return [Name("", "PRO", time, platform), .. names, Name("", "EPI", time, platform)];
    }

    internal static string Name(string channel, string segment, string time, string platform = "MSG3") => $"H-000-{platform}__-{platform}________-{channel.PadRight(9, '_')}-{segment.PadRight(9, '_')}-{time}-__";

    /// <summary>Starts a gatherer of this configuration, to which the sections of messaging are added; by the flow that it is shown as.</summary>
    internal AmqpFlow Gather(string patterns, string more = "", string topic = "/slot/{platform_name}")
    {
        From ??= Peer.Publish();
        var yaml = $"""
            {patterns}
            {more}
            posttroll:
              topics:
                - /segment
              publish_topic:
                {topic}
              publish_port: {_port}
              nameservers: false
              addresses:
                - {From["tcp://".Length..]}
            """;
        var diagnostics = new DiagnosticBag();
        var flow = GathererFile.Translate(ConfigReader.Read(yaml, "g.yaml", diagnostics, ConfigDialect.Yaml11)!, "g", diagnostics);
        flow.ShouldNotBeNull(diagnostics.ToString());
        var gatherer = new AmqpFlow(ConfigWriter.Write(flow), stateDirectory: StateDirectory).Start();
        Peer.Subscribed(topic: "pytroll://segment").ShouldNotBeNull();
        return gatherer;
    }

    internal void Listen() => Peer.Subscribe($"tcp://127.0.0.1:{_port}", topic: "pytroll://slot");

    internal void Send(string name, string data = "\"platform_name\": \"Meteosat-10\", \"sensor\": [\"seviri\"]", string subject = "/segment/0deg", string directory = "/data/in") =>
        Peer.Send($$"""pytroll:/{{subject}} file peer@host 2026-01-02T03:04:05.678901 v1.01 application/json {"uri": "{{directory}}/{{name}}", "uid": "{{name}}", {{data}}}""");

    /// <summary>Waits until the gatherer has worked off so many messages.</summary>
    internal static Task Took(AmqpFlow gatherer, long count) => gatherer.Until(() => gatherer.Host.Counts() is { } counts && counts.Accepted >= count && counts.Open == 0, "not all is worked off");

    /// <summary>The next slots that are published, as Python reads them.</summary>
    internal List<JsonObject> Slots(int count) => [.. Peer.Receive(count).Select(Peer.Decode)];

    internal static List<string> Uids(JsonNode? dataset) => [.. dataset!.AsArray().Select(static file => (string)file!["uid"]!)];

    internal static string Problems(string yaml)
    {
        var diagnostics = new DiagnosticBag();
        var root = ConfigReader.Read(yaml, "g.yaml", diagnostics, ConfigDialect.Yaml11);
        GathererFile.Recognises(root).ShouldBeTrue();
        if (GathererFile.Translate(root!, "g", diagnostics) is { } flow)
            _ = new FlowReader(new PlugInCatalog().AddCore().AddEvents(), new Core.EngineServices(), diagnostics).Read(flow, "g.yaml");
        return diagnostics.ToString();
    }

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(StateDirectory, recursive: true);
        GC.SuppressFinalize(this);
    }
}
