using System.Runtime.InteropServices;
using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Reads from a message which set it belongs to, and which member of it it is.</summary>
internal sealed class MemberKeys(CollectOptions options)
{
    private readonly MetadataSlot[] _key = [.. options.Key.Select(static key => new MetadataSlot(key))];
    private readonly MetadataSlot[] _member = [.. options.Member.Select(static key => new MetadataSlot(key))];

    /// <param name="key">The key of its set; of news, the part of it that the message has.</param>
    /// <param name="isNews">Whether it tells something new of a member, wherever that is: it says which one, and not of which set.</param>
    /// <param name="failure">Why it belongs to none.</param>
    public bool TryRead(Message message, out Metadata key, out MessageId identity, out bool isNews, out Failure? failure)
    {
        identity = default;
        return TryReadKey(message, out key, out isNews, out failure) && TryIdentify(message, out identity, out failure);
    }

    private bool TryReadKey(Message message, out Metadata key, out bool isNews, out Failure? failure)
    {
        var builder = new MetadataBuilder();
        (key, isNews, failure) = (Metadata.Empty, false, null);
        foreach (var slot in _key)
        {
            if (!slot.TryGet(message.Metadata, out var value))
            {
                isNews = options.TakesNews;
                if (isNews)
                    continue;
                failure = Failure.Permanent($"the message has no '{slot.Key}', which is part of the key of its set", "select messages that have it, or set it before");
                return false;
            }

            builder.Set(slot.Key, value);
        }

        key = builder.Build();
        return true;
    }

    /// <summary>A member as people know it: what tells it from others, or where it came from.</summary>
    public string NameOf(Message message) => _member.Length == 0
        ? message.Origin.ToString()
        : string.Join('/', _member.Select(slot => slot.TryGet(message.Metadata, out var value) ? value.ToString() : ""));

    private bool TryIdentify(Message message, out MessageId identity, out Failure? failure)
    {
        failure = null;
        identity = _member.Length == 0 ? message.Id : default;
        foreach (var slot in _member)
        {
            if (!slot.TryGet(message.Metadata, out var value))
            {
                failure = Failure.Permanent($"the message has no '{slot.Key}', which tells the members of a set apart", "select messages that have it, or set it before");
                return false;
            }

            identity = identity.With((ulong)value.Type).With(MemoryMarshal.AsBytes(value.ToString().AsSpan()));
        }

        return true;
    }
}
