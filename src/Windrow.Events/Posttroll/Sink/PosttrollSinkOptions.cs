using Windrow.Core.Configuration;
using Windrow.Core.Patterns;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Settings;

namespace Windrow.Events.Posttroll.Sink;

/// <summary>Options of the <c>posttroll</c> sink.</summary>
public sealed class PosttrollSinkOptions
{
    private const int HighestPort = 65_535;

    public static readonly OptionSet<PosttrollSinkOptions> Set = PeerOptions.AddTo(
        new OptionSet<PosttrollSinkOptions>("posttroll")
            .Parsed("subject", static o => o.Subject?.Text, static (o, v) => Read(v, pattern => o.Subject = pattern), "The subject, as a pattern over the metadata.", example: "\"/{sensor}/{format}\"")
            .Parsed("message-type", static o => o.MessageType.Text, static (o, v) => Read(v, pattern => o.MessageType = pattern), "The type, as a pattern over the metadata: file, dataset, collection, info or another.", example: "dataset")
            .Choice("body", static o => o.Body, static (o, v) => o.Body = v, "What the data are: 'metadata', without those under 'posttroll.', as JSON; 'text', the text of 'text'; 'payload', its octets.", [("metadata", PosttrollBody.Metadata), ("text", PosttrollBody.Text), ("payload", PosttrollBody.Payload)])
            .TextList("keys", static o => o.Keys, static (o, v) => o.Keys = v, "The metadata to publish; by default all, and of GRIB fields those that identify the field.", example: "[uri, uid, start_time, sensor]")
            .Parsed("text", static o => o.Text?.Text, static (o, v) => Read(v, pattern => o.Text = pattern), "The data as a pattern over the metadata.", example: "\"{uid} is there\"")
            .Flag("relay", static o => o.Relays, static (o, v) => o.Relays = v, "Whether a message that came from posttroll keeps its subject, type, sender and time.")
            .Text("id-key", static o => o.IdKey, static (o, v) => o.IdKey = v, "The name under which the message's id is published, by which subscribers know a message that comes again.", example: "windrow_id")
            .Choice("version", static o => o.Version, static (o, v) => o.Version = v, "The version of messages: 'v1.01', whose times have no offset; 'v1.2', whose times have; 'auto', v1.01 where there are no times, or that of the message it came with.", [("auto", MessageVersion.Auto), ("v1.01", MessageVersion.Old), ("v1.2", MessageVersion.New)])
            .Text("publisher", static o => o.Name, static (o, v) => o.Name = v, "The publisher's name, by which nameservers know it and of which its heartbeats are. Sinks of a flow with the same name and port are one publisher.", example: "l2-products")
            .TextList("aliases", static o => o.Aliases, static (o, v) => o.Aliases = v, "Other names of the services it has.", example: "[l2, products]")
            .Text("address", static o => o.Address, static (o, v) => o.Address = v, "What to bind to, without the port: '*' is all addresses of this host, '[::1]' one of IPv6; or ipc://PATH, for programs of this host, which has no port.", example: "127.0.0.1")
            .Integer("port", static o => o.Port, static (o, v) => o.Port = v, "The port; 0 is a free one of 'ports'.", min: 0, max: HighestPort, example: "9010")
            .Parsed("ports", static o => o.Ports, static (o, v) => o.ReadPorts(v), "The ports to choose from, first and last; by default what posttroll's configuration says, 49152-65535.", example: "50000-50100")
            .Choice("announce", static o => o.Announce, static (o, v) => o.Announce = v, "How others find the publisher, unless 'nameservers' are named: by 'multicast', or not at all.", [("multicast", AnnouncePolicy.Multicast), ("none", AnnouncePolicy.None)])
            .TextList("nameservers", static o => o.Nameservers, static (o, v) => o.Nameservers = v, "Nameservers to tell of the publisher, instead of multicast.", example: "[ns.example.org]")
            .Duration("broadcast-interval", static o => o.BroadcastInterval, static (o, v) => o.BroadcastInterval = v, "How often the publisher is announced.", min: TimeSpan.FromMilliseconds(50), max: TimeSpan.FromHours(1), aliases: ["broadcast_interval"])
            .Duration("heartbeat", static o => o.Heartbeat, static (o, v) => o.Heartbeat = v, "How often a heartbeat is published; 0s: never.", max: TimeSpan.FromDays(1))
            .Choice("unheard", static o => o.Unheard, static (o, v) => o.Unheard = v, "What becomes of a message that nobody subscribes to: 'send', it is lost; 'wait', it waits until somebody does.", [("send", UnheardPolicy.Send), ("wait", UnheardPolicy.Wait)])
            .Duration("first-wait", static o => o.FirstWait, static (o, v) => o.FirstWait = v, "How long the first message waits for somebody who subscribes to it, as subscribers need a moment to find a new publisher.", max: TimeSpan.FromHours(1)),
        static o => o.Peers).Check(static (o, report) =>
        {
            if (o.Subject is null && !o.Relays)
                report.Error("subject", "there is no subject", "write 'subject: /SOME/WORDS', or 'relay: true' for messages that come from posttroll");
            if (o.Body == PosttrollBody.Text != o.Text is not null)
                report.Error("text", o.Text is null ? "the data are to be a text, and there is none" : "there is a text, and the data are something else", "write both 'body: text' and 'text'");
            if (o.Name.Length == 0 || o.Name.Any(char.IsWhiteSpace))
                report.Error("publisher", "a publisher's name is one word", "write a name such as l2-products");
        });

    public PeerOptions Peers { get; } = new();

    public FilePattern? Subject { get; private set; }

    public FilePattern MessageType { get; private set; } = FilePattern.Parse("file");

    public PosttrollBody Body { get; set; }

    public IReadOnlyList<string> Keys { get; set; } = [];

    public FilePattern? Text { get; private set; }

    public bool Relays { get; set; }

    public string? IdKey { get; set; }

    public MessageVersion Version { get; set; }

    public string Name { get; set; } = "windrow";

    public IReadOnlyList<string> Aliases { get; set; } = [];

    public string Address { get; set; } = "*";

    public int Port { get; set; }

    public string? Ports { get; private set; }

    public (int First, int Last)? PortRange { get; private set; }

    public AnnouncePolicy Announce { get; set; }

    public IReadOnlyList<string> Nameservers { get; set; } = [];

    public TimeSpan BroadcastInterval { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(30);

    public UnheardPolicy Unheard { get; set; }

    public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(5);

    private string? ReadPorts(string text)
    {
        if (text.Split('-') is not [var first, var last] || !ushort.TryParse(first, System.Globalization.CultureInfo.InvariantCulture, out var from)
            || !ushort.TryParse(last, System.Globalization.CultureInfo.InvariantCulture, out var to) || from == 0 || to < from)
            return "it is no range of ports such as 50000-50100";
        (Ports, PortRange) = (text, (from, to));
        return null;
    }

    private static string? Read(string text, Action<FilePattern> set)
    {
        try
        {
            set(FilePattern.Parse(text));
            return null;
        }
        catch (PatternException exception)
        {
            return $"at character {exception.Offset + 1}: {exception.Message}";
        }
    }
}
