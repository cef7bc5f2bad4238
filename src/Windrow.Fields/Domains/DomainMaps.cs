using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Values;

namespace Windrow.Fields.Domains;

/// <summary>
/// The domains that the clients of a flow have declared: one object per flow (<c>FlowShared</c>). Sources and the model
/// interface hand <c>Domain</c> messages to it as they come. Safe for several threads.
/// </summary>
/// <remarks>Memory: one bit per point of every domain, at most 512 MiB together, and the maps (see <see cref="PointMap"/>).</remarks>
public sealed class DomainMaps
{
    private const int MaximumDomains = 1024;
    private const long MaximumCoverage = 512L << 20;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Domain> _domains = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _clients = new(StringComparer.Ordinal);
    private readonly MetadataSlot _name = new("name");
    private readonly MetadataSlot _representation = new("representation");
    private readonly OwnKey _size = new("misc-globalSize");
    private readonly OwnKey _oldSize = new("globalSize");
    private long _coverage;
    private volatile int _clientCount;

    /// <summary>Raised with a domain when a client has been added to it. On the thread that took the message.</summary>
    public event System.Action<Domain>? Changed;

    /// <summary>Every client that has declared some domain.</summary>
    public IEnumerable<string> Clients => _clients.Keys;

    public int ClientCount => _clientCount;

    public bool HasClient(string client) => _clients.ContainsKey(client);

    /// <summary>Whether some domain is complete, so that every client with points of it is known.</summary>
    public bool HasComplete => _domains.Any(static entry => entry.Value.IsComplete);

    /// <summary>The names that are known, in order, for error texts.</summary>
    public string Names => _domains.IsEmpty ? "none" : string.Join(", ", _domains.Keys.Order(StringComparer.Ordinal).Take(20));

    public bool TryGet(string name, [NotNullWhen(true)] out Domain? domain) => _domains.TryGetValue(name, out domain);

    /// <summary>
    /// Takes what a client declares: metadata <c>name</c>, <c>representation</c>, <c>misc-globalSize</c> and <c>misc-sourcePeer</c>, payload
    /// int32[] in little-endian order. The same from the same client is taken once.
    /// </summary>
    /// <returns>Null, or why it was not taken; then nothing has changed.</returns>
    public Failure? Take(Message message)
    {
        var metadata = message.Metadata;
        if (message.Payload is not BytesPayload payload || payload.Memory.Length % sizeof(int) != 0)
            return Failure.Permanent($"a domain message carries {message.Payload.Bytes} bytes", "its payload is an array of 32-bit integers");
        if (!_name.TryGet(metadata, out var value) || !value.TryGetString(out var name) || name.Length == 0)
            return Failure.Permanent("a domain message has no 'name'", "set 'name', such as 'T grid'");
        if (!_representation.TryGet(metadata, out value) || !value.TryGetString(out var representation))
            return Failure.Permanent($"the domain '{name}' has no 'representation'", "set it to 'structured' or 'unstructured'");
        long? globalSize = null;
        if (_size.TryGet(metadata, out value) || _oldSize.TryGet(metadata, out value))
        {
            if (!MetadataNumber.TryGet(value, out var size))
                return Failure.Permanent($"'misc-globalSize' of the domain '{name}' is {value}", "it is a number of points");
            globalSize = size;
        }

        var client = SourcePeer.Of(metadata);
        var content = default(MessageId).With(payload.Span).With(MemoryMarshal.AsBytes(representation.AsSpan())).With((ulong)(globalSize ?? 0));
        if (!DomainDeclaration.TryRead(representation, MemoryMarshal.Cast<byte, int>(payload.Span), globalSize, out var declaration, out var failure))
            return failure! with { Reason = $"the domain '{name}' of the client '{client}': {failure.Reason}" };
        return Take(name, client, declaration!, content);
    }

    private Failure? Take(string name, string client, DomainDeclaration declaration, MessageId content)
    {
        Domain? domain;
        bool isNew;
        lock (_lock)
        {
            if (!_domains.TryGetValue(name, out domain))
            {
                var bytes = Coverage.BytesFor(declaration.GlobalPoints);
                if (_domains.Count == MaximumDomains || _coverage + bytes > MaximumCoverage)
                    return Failure.Permanent($"the domain '{name}' of {declaration.GlobalPoints} points is one too many: {_domains.Count} are known", $"a flow has at most {MaximumDomains} domains, with {MaximumCoverage * 8} points together");
                domain = new Domain(name, declaration.GlobalPoints, declaration.Expected);
                _domains.TryAdd(name, domain);
                _coverage += bytes;
            }

            var failure = domain.Take(client, declaration, content, out isNew);
            if (failure is not null)
                return failure;
            if (_clients.TryAdd(client, true))
                _clientCount = _clients.Count;
        }

        if (isNew)
            Changed?.Invoke(domain);
        return null;
    }
}
