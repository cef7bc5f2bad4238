using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;
using Windrow.Fields.Values;

namespace Windrow.Fields.Masks;

/// <summary>
/// The masks that the clients of a flow have sent, put together to one per domain and level: one object per flow
/// (<c>FlowShared</c>). Sources and the model interface hand <c>Mask</c> messages to it as they come. Safe for several threads.
/// </summary>
/// <remarks>
/// Works for structured and unstructured domains. Points that no client has are masked. Memory: one bit per point while clients are
/// missing, at most 1 GiB together, then that of <see cref="FieldMask"/>.
/// </remarks>
public sealed class MaskMaps
{
    private const long MaximumBytes = 1L << 30;
    private const int MaximumMasks = 1 << 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Domain, long Level), CollectedMask> _masks = [];
    private readonly MetadataSlot _domain = new("domain");
    private readonly MetadataSlot _level = new("level");
    private long _bytes;

    /// <summary>
    /// Takes a client's part of a mask: metadata <c>domain</c>, <c>level</c> and <c>misc-sourcePeer</c>, payload as of <see cref="MaskCodec"/>.
    /// The same from the same client is taken once.
    /// </summary>
    /// <returns>Null, or why it was not taken; then nothing has changed.</returns>
    public Failure? Take(Message message, DomainMaps domains)
    {
        ArgumentNullException.ThrowIfNull(domains);
        if (!_domain.TryGet(message.Metadata, out var value) || !value.TryGetString(out var name))
            return Failure.Permanent("a mask message has no 'domain'", "set 'domain' to the name of the domain that it is for");
        if (!_level.TryGet(message.Metadata, out value) || !MetadataNumber.TryGet(value, out var level))
            return Failure.Permanent($"a mask message for the domain '{name}' has no 'level'", "set 'level', to 0 for a field of one level");
        if (message.Payload is not BytesPayload payload)
            return Failure.Permanent($"the mask for the domain '{name}', level {level}, carries no encoded mask", "encode it as multio does");
        var peer = SourcePeer.Of(message.Metadata);
        if (!domains.TryGet(name, out var domain) || !domain.TryGet(peer, out var client))
            return Failure.Permanent($"the client '{peer}' sends a mask for the domain '{name}', which it has not declared; domains that are known: {domains.Names}", "declare domains before masks");
        var content = default(MessageId).With(payload.Span);
        lock (_lock)
        {
            if (_masks.TryGetValue((name, level), out var mask) && mask.Find(client) is { } known)
                return known == content ? null : Failure.Permanent($"the client '{peer}' sends a second, different mask for the domain '{name}', level {level}", "a mask stays as it is sent first");
            if (MaskCodec.Decode(payload.Span, client.Map.LocalPoints, out var problem) is not { } bits)
                return Failure.Permanent($"the mask of the client '{peer}' for the domain '{name}', level {level}: {problem}", "it covers the points of the client's part, its halo included");
            if (mask is null)
            {
                var bytes = (long)domain.GlobalPoints / 8;
                if (_masks.Count == MaximumMasks || _bytes + bytes > MaximumBytes)
                    return Failure.Permanent($"the mask for the domain '{name}', level {level}, is one too many: {_masks.Count} are known", $"masks that are not complete have at most {MaximumBytes * 8} points together");
                _masks.Add((name, level), mask = new CollectedMask(domain));
                _bytes += bytes;
            }

            mask.Add(client, bits, content);
            if (mask.TryFinish())
                _bytes -= (long)domain.GlobalPoints / 8;
            return null;
        }
    }

    /// <summary>The mask of a domain and level.</summary>
    internal bool TryGet(string domain, long level, out FieldMask? mask, out Failure? failure)
    {
        (mask, failure) = (null, null);
        lock (_lock)
        {
            if (!_masks.TryGetValue((domain, level), out var collected))
            {
                failure = Failure.Permanent($"there is no mask for the domain '{domain}', level {level}; there are masks for: {Known()}", "have the model send it before the fields, or leave 'mask' out for these");
                return false;
            }

            mask = collected.Mask;
            if (mask is null && collected.TryFinish())
            {
                mask = collected.Mask;
                _bytes -= (long)collected.Domain.GlobalPoints / 8;
            }

            if (mask is null)
                failure = Failure.Permanent($"the mask for the domain '{domain}', level {level}, is not complete: {collected.Missing()}", "every client that has points of the domain sends its part of the mask");
            return mask is not null;
        }
    }

    private string Known() => _masks.Count == 0
        ? "none"
        : string.Join(", ", _masks.Keys.Order().Take(20).Select(static key => $"'{key.Domain}' {key.Level}")) + (_masks.Count > 20 ? " …" : "");
}
