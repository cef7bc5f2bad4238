using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer;

/// <summary>Makes a source and a sink of the section <c>posttroll</c> of a gatherer's configuration.</summary>
internal sealed class GathererPeers(MappingNode posttroll, DiagnosticBag diagnostics, SourceLocation at)
{
    private readonly GathererNodes _nodes = new(posttroll, diagnostics);

    private bool WantsNoNameserver => posttroll["nameservers"] is ScalarNode node && string.Equals(node.Text, "false", StringComparison.OrdinalIgnoreCase);

    public MappingNode Source()
    {
        var topics = _nodes.Texts("topics");
        if (topics.Count == 0)
            diagnostics.Error(Rules.MissingOption, posttroll["topics"] ?? posttroll, "nothing says which messages to take", "write 'topics: [/segment]'");
        var addresses = _nodes.Texts("addresses");
        var services = _nodes.Texts("services");
        var entries = new List<ConfigEntry> { Entry("type", "posttroll"), List("topics", topics) };
        if (addresses.Count > 0)
            entries.Add(List("addresses", addresses.Select(static address => address.Contains("://", StringComparison.Ordinal) ? address : $"tcp://{address}")));

        // Without names all publishers that the nameserver knows are listened to.
        if (!WantsNoNameserver || addresses.Count == 0)
            entries.Add(List("services", services.Count > 0 ? services : [""]));
        if (_nodes.Text("nameserver") is { } nameserver)
            entries.Add(Entry("nameserver", nameserver));
        return new MappingNode(entries, at);
    }

    /// <param name="sets">The names of the patterns.</param>
    /// <param name="type">The type of the messages.</param>
    public MappingNode Sink(IReadOnlyList<string> sets, string type)
    {
        var entries = new List<ConfigEntry> { Entry("type", "posttroll") };
        if (posttroll["publish_topic"] is { } topic and not ScalarNode { IsNull: true })
            entries.Add(new ConfigEntry(Name("subject"), topic));
        else
            diagnostics.Error(Rules.MissingOption, posttroll, "nothing says under which subject slots are published", "write 'publish_topic: /slot'");
        entries.Add(Entry("message-type", type));
        entries.Add(Entry("publisher", $"segment_gatherer_{string.Join('_', sets.Order(StringComparer.Ordinal))}"));
        if (posttroll["publish_port"] is { } port and not ScalarNode { IsNull: true })
            entries.Add(new ConfigEntry(Name("port"), port));
        if (WantsNoNameserver)
            entries.Add(Entry("announce", posttroll["publish_port"] is ScalarNode { AsInt64: > 0 } ? "none" : "multicast"));
        else if (_nodes.Texts("nameservers") is { Count: > 0 } nameservers)
            entries.Add(List("nameservers", nameservers));
        return new MappingNode(entries, at);
    }

    private ScalarNode Name(string text) => ScalarNode.Of(text, at);

    private ConfigEntry Entry(string name, string value) => new(Name(name), Name(value));

    private ConfigEntry List(string name, IEnumerable<string> texts) => new(Name(name), new SequenceNode(texts.Select(text => ScalarNode.Of(text, at)), at));
}
