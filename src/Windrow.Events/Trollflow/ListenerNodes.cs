using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Events.Gatherer;
using static Windrow.Events.Trollflow.TrollflowNodes;

namespace Windrow.Events.Trollflow;

/// <summary>Makes the source <c>posttroll</c> of a listener's options.</summary>
internal static class ListenerNodes
{
    private const string Plain = "posttroll.subscriber.Subscriber"; // which asks no nameserver

    private static readonly string[] Known = ["topics", "addresses", "services", "nameserver"];
    private static readonly string[] OfSubscribers = [.. Known, "addr_listener", "timeout", "translate"];

    public static MappingNode Source(TrollflowClass listener, DiagnosticBag diagnostics)
    {
        var (at, options) = (listener.At, listener.Options ?? Map(listener.At));
        var isSubscriber = listener.Name.StartsWith("posttroll.subscriber.", StringComparison.Ordinal);
        GathererNodes.WarnOfUnknown(options, isSubscriber ? "a subscriber" : "a listener", isSubscriber ? OfSubscribers : Known, diagnostics);
        var nodes = new GathererNodes(options, diagnostics);
        var (topics, addresses, services) = (nodes.Texts("topics"), nodes.Texts("addresses"), nodes.Texts("services"));
        if (topics.Count == 0)
            diagnostics.Error(Rules.MissingOption, options["topics"] ?? listener.At, "nothing says which messages to take", "write 'topics: [/new/file]'");
        var entries = new List<ConfigEntry> { Entry("type", "posttroll", at), Texts("topics", topics, at) };
        if (addresses.Count > 0)
            entries.Add(Texts("addresses", addresses.Select(static address => address.Contains("://", StringComparison.Ordinal) ? address : $"tcp://{address}"), at));

        // Without names all publishers that the nameserver knows are listened to.
        var wantsNone = options["nameserver"] is ScalarNode { AsBoolean: false } || (listener.Name == Plain && services.Count == 0);
        if (!wantsNone || addresses.Count == 0)
            entries.Add(Texts("services", services.Count > 0 ? services : [""], at));
        if (!wantsNone && nodes.Text("nameserver") is { } nameserver)
            entries.Add(Entry("nameserver", nameserver, at));
        if (isSubscriber)
        {
            if (nodes.Flag("translate"))
                entries.Add(Flag("translate", at));
            if (options.Has("addr_listener"))
                entries.Add(new ConfigEntry(Text("addr-listener", at), ScalarNode.Of(nodes.Flag("addr_listener"), at.Location)));
            if (nodes.Number("timeout", above: 0) is { } seconds)
                entries.Add(Entry("timeout", string.Create(CultureInfo.InvariantCulture, $"{seconds}s"), at));
        }

        return Map(at, entries);
    }

    private static ConfigEntry Texts(string name, IEnumerable<string> texts, ConfigNode at) => new(Text(name, at), List(at, texts.Select(text => Text(text, at))));
}
