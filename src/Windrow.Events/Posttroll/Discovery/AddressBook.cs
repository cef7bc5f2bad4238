using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Discovery;

/// <summary>The publishers that a nameserver knows, until they have not been heard of for too long. For one thread.</summary>
internal sealed class AddressBook(TimeProvider time, TimeSpan maximumAge)
{
    private readonly Dictionary<string, (Announcement Said, DateTimeOffset Last)> _known = new(StringComparer.Ordinal);

    public int Count => _known.Count;

    /// <returns>Whether it was not known.</returns>
    public bool Note(Announcement said)
    {
        var isNew = !_known.ContainsKey(said.Uri);
        _known[said.Uri] = (said, time.GetUtcNow());
        return isNew;
    }

    /// <summary>Takes out those that have not been heard of for too long.</summary>
    public IReadOnlyList<Announcement> TakeOld()
    {
        var oldest = time.GetUtcNow() - maximumAge;
        List<Announcement> old = [.. _known.Values.Where(each => each.Last < oldest).Select(static each => each.Said with { IsThere = false })];
        foreach (var each in old)
            _known.Remove(each.Uri);
        return old;
    }

    /// <summary>Takes out one that has said farewell.</summary>
    public bool Remove(string uri) => _known.Remove(uri);

    /// <summary>Those with a service of that name, as a nameserver answers.</summary>
    public MetadataValue Answer(string service)
    {
        List<MetadataValue> found = [];
        Span<byte> text = stackalloc byte[32];
        foreach (var (said, last) in _known.Values.Where(each => each.Said.Has(service)))
        {
            var length = Messages.IsoTime.Write(last.UtcDateTime, withOffset: false, text);
            found.Add(MetadataValue.Of(said.Data.Change().Set("status", true).Set("name", "address").Set("receive_time", System.Text.Encoding.ASCII.GetString(text[..length])).Build()));
        }

        return MetadataValue.Of(new MetadataList([.. found]));
    }
}
