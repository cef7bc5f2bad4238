using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Events.Gatherer;
using static Windrow.Events.Trollflow.TrollflowNodes;

namespace Windrow.Events.Trollflow;

/// <summary>Makes the sink <c>posttroll</c> of a publisher's options: messages that come to it are published under their own subject and type.</summary>
internal static class PublisherNodes
{
    private const string Plain = "posttroll.publisher.Publisher"; // which nobody is told of

    private static readonly string[] Known = ["name", "port", "address", "aliases", "broadcast_interval", "nameservers", "min_port", "max_port"];

    // What Windrow itself has noted of an item is nobody else's.
    private static readonly string[] Notes = ["trollflow.type"];

    /// <param name="more">What the first action has beside its own, such as a stage.</param>
    public static IEnumerable<MappingNode> Sink(TrollflowClass publisher, string name, IReadOnlyList<ConfigEntry> more, DiagnosticBag diagnostics)
    {
        var (at, options) = (publisher.At, publisher.Options ?? Map(publisher.At));
        GathererNodes.WarnOfUnknown(options, "a publisher", Known, diagnostics);
        var nodes = new GathererNodes(options, diagnostics);
        var entries = new List<ConfigEntry>
        {
            Entry("type", "posttroll", at),
            Entry("subject", "{posttroll.subject}", at),
            Entry("message-type", "{posttroll.type}", at),
            Entry("publisher", nodes.Text("name") is { Length: > 0 } given ? given : name, at),
        };
        Add(entries, options, "port", "port");
        if (nodes.Texts("aliases") is { Count: > 0 } aliases)
            entries.Add(Texts("aliases", aliases, at));
        AddAddress(entries, nodes.Text("address"), options, at, diagnostics);
        if (nodes.Number("min_port", above: 0) is { } first && nodes.Number("max_port", above: 0) is { } beyond)
            entries.Add(Entry("ports", string.Create(CultureInfo.InvariantCulture, $"{first}-{Math.Max(first, beyond - 1)}"), at)); // posttroll takes the last as not among them
        if (nodes.Number("broadcast_interval", above: 0) is { } every)
            entries.Add(Entry("broadcast-interval", string.Create(CultureInfo.InvariantCulture, $"{every}s"), at));
        if (publisher.Name == Plain || options["nameservers"] is ScalarNode { AsBoolean: false })
            entries.Add(Entry("announce", "none", at));
        else if (nodes.Texts("nameservers") is { Count: > 0 } nameservers)
            entries.Add(Texts("nameservers", nameservers, at));
        return [Map(at, [Entry("type", "set", at), Entry("name", name, at), Texts("remove", Notes, at), .. more]), Map(at, entries)];
    }

    private static void AddAddress(List<ConfigEntry> entries, string? address, MappingNode options, ConfigNode at, DiagnosticBag diagnostics)
    {
        if (address is null)
            return;
        var bare = address.StartsWith("tcp://", StringComparison.Ordinal) ? address["tcp://".Length..] : address;
        var colon = bare.LastIndexOf(':');
        if (address.StartsWith("ipc://", StringComparison.Ordinal))
        {
            entries.Add(Entry("address", address, at));
        }
        else if (colon > 0 && ushort.TryParse(bare.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            entries.Add(Entry("address", bare[..colon], at));
            if (!options.Has("port"))
                entries.Add(new ConfigEntry(Text("port", at), ScalarNode.Of(port, at.Location)));
        }
        else
        {
            diagnostics.Error(Rules.BadText, options["address"]!, $"'{address}' is no address to publish at", "write 'address: tcp://*:9010'");
        }
    }

    private static void Add(List<ConfigEntry> entries, MappingNode options, string from, string to)
    {
        if (options.Has(from))
            entries.Add(Entry(to, options[from]!));
    }

    private static ConfigEntry Texts(string name, IEnumerable<string> texts, ConfigNode at) => new(Text(name, at), List(at, texts.Select(text => Text(text, at))));
}
