using System.Buffers;
using System.Text;
using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Source;

namespace Windrow.Events.Posttroll.Discovery;

/// <summary>What a publisher tells of itself, and a nameserver of a publisher: its name, its address and the services it has.</summary>
/// <param name="Uri">As <c>tcp://host:port</c>.</param>
/// <param name="Services">Its name and its other names.</param>
/// <param name="IsThere">False: it is gone.</param>
/// <param name="Data">All that was said, without the header.</param>
internal sealed record Announcement(string Uri, IReadOnlyList<string> Services, bool IsThere, bool IsSecure, Metadata Data)
{
    private const string SubjectPrefix = "/address/";

    private static readonly MetadataKey UriKey = "URI";
    private static readonly MetadataKey ServiceKey = "service";
    private static readonly MetadataKey StatusKey = "status";
    private static readonly MetadataKey BackendKey = "backend";
    private static readonly MetadataKey VersionKey = "supported_message_version";

    /// <summary>The topic of announcements.</summary>
    public static string Topic => Messages.Topic.Complete("/address");

    /// <summary>True: it reads no version that is known here, so it is left alone.</summary>
    public bool IsTooNew => Data.TryGetString(VersionKey, out var version) && string.CompareOrdinal(version, Grammar.Version) > 0;

    /// <summary>Whether a service of that name is meant; all are by an empty name.</summary>
    public bool Has(string service) => service.Length == 0 || Services.Contains(service, StringComparer.Ordinal);

    /// <returns>Null: the message is no announcement.</returns>
    public static Announcement? Of(in PosttrollMessage message) =>
        message.Type == "info" && message.Subject.StartsWith(SubjectPrefix, StringComparison.Ordinal) ? Of(message.Metadata) : null;

    public static Announcement? Of(Metadata data)
    {
        if (!data.TryGetString(UriKey, out var uri) || uri.Length == 0)
            return null;
        IReadOnlyList<string> services = [];
        if (data.TryGet(ServiceKey, out var given))
            services = given.TryGetList(out var list) ? [.. list.Select(static each => each.ToString())] : [given.ToString()];
        var isThere = !data.TryGet(StatusKey, out var status) || !status.TryGetBool(out var up) || up;
        var isSecure = data.TryGetString(BackendKey, out var backend) && backend == "secure_zmq";
        return new Announcement(uri.Contains("://", StringComparison.Ordinal) ? uri : $"tcp://{uri}", services, isThere, isSecure, WithoutHeader(data));
    }

    /// <summary>What a publisher says of itself.</summary>
    public static byte[] Write(string name, IEnumerable<string> aliases, string uri, bool isSecure, DateTime now) => Compose(
        name,
        Metadata.From(
            ("URI", uri),
            ("service", MetadataValue.Of(new MetadataList([name, .. aliases.Select(MetadataValue.Of)]))),
            ("supported_message_version", Grammar.Version),
            ("backend", isSecure ? "secure_zmq" : "unsecure_zmq")),
        now);

    /// <summary>What a nameserver says of a publisher.</summary>
    public byte[] Write(DateTime now) => Compose(
        Services.Count > 0 ? Services[0] : "address",
        IsThere ? Data : Metadata.From(("status", false), ("URI", Uri), ("service", MetadataValue.Of(new MetadataList([.. Services.Select(MetadataValue.Of)])))),
        now);

    private static byte[] Compose(string name, Metadata data, DateTime now)
    {
        var into = new ArrayBufferWriter<byte>();
        new MessageWriter(MessageVersion.Auto).Write(into, $"{SubjectPrefix}{string.Join('_', name.Split((char[]?)null))}", "info", Sender.This, now, MetadataValue.Of(data));
        return into.WrittenSpan.ToArray();
    }

    private static Metadata WithoutHeader(Metadata data)
    {
        var builder = data.Change();
        foreach (var (key, _) in data)
        {
            if (key.Name.StartsWith(PosttrollKeys.Prefix, StringComparison.Ordinal))
                builder.Remove(key);
        }

        return builder.Build();
    }

    public override string ToString() => $"{string.Join(", ", Services)} at {Uri}";

    internal static string Text(byte[] message) => Encoding.UTF8.GetString(message);
}
