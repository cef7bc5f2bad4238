using Windrow.Core.Messages;

namespace Windrow.Fields.Aggregate;

/// <summary>The same flush, or notification, of several clients, which goes on as one when all have sent it.</summary>
internal sealed class ClientRound(Metadata metadata, MessageKind kind, string domain, long began)
{
    public Metadata Metadata => metadata;

    public MessageKind Kind => kind;

    /// <summary>The domain that it is for; empty: all.</summary>
    public string Domain => domain;

    /// <summary>When the first came, in ticks of the clock.</summary>
    public long Began => began;

    public List<Message> Held { get; } = [];

    public HashSet<string> Clients { get; } = new(StringComparer.Ordinal);

    /// <summary>The clients that have not sent it.</summary>
    public IEnumerable<string> Absent(IEnumerable<string> expected) => expected.Where(client => !Clients.Contains(client));
}
