using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect.News;

/// <summary>
/// What was told of members without the key of a set, by member and by age. It stays for a while also where sets had the member, as others may get it later: so
/// it does not matter which comes first. Memory: 300 bytes for each member of which something was told.
/// </summary>
internal sealed class NewsTable(CollectOptions options, MemberReading reading)
{
    private readonly Dictionary<MessageId, MemberNews> _first = [];
    private readonly LinkedList<MemberNews> _byAge = new();

    public int Count => _byAge.Count;

    /// <summary>When the oldest is forgotten, UTC; null: there is none.</summary>
    public DateTime? NextEnd => _byAge.First is { } first ? first.Value.Last + options.Remember : null;

    /// <summary>Called when a set gets the member of one for the first time.</summary>
    public Action<MemberNews>? FirstUsed { get; set; }

    /// <summary>Adds what a message tells to what is known.</summary>
    /// <returns>Null: all of it is known.</returns>
    public MemberNews? Add(MessageId identity, Metadata part, Metadata told, DateTime now)
    {
        var news = _first.GetValueOrDefault(identity);
        while (news is not null && !news.Part.Equals(part))
            news = news.Next;
        if (news is null)
        {
            Put(news = new MemberNews(identity, part) { Known = told, Last = now });
            return news;
        }

        var known = reading.Hear(new MemberFacts(false, news.Known, null), told).Known;
        if (known.Equals(news.Known))
            return null;
        (news.Known, news.Last) = (known, now);
        _byAge.Remove(news.Place!);
        _byAge.AddLast(news.Place!);
        return news;
    }

    /// <summary>Takes one in as it is.</summary>
    public void Put(MemberNews news)
    {
        news.Next = _first.GetValueOrDefault(news.Identity);
        _first[news.Identity] = news;

        // What was kept is restored in the order of the members, and is few.
        var before = _byAge.Last;
        while (before is not null && before.Value.Last > news.Last)
            before = before.Previous;
        news.Place = before is null ? _byAge.AddFirst(news) : _byAge.AddAfter(before, news);
    }

    /// <summary>What is known of a member that comes to a set, with what was told of it before. That goes before what its own message says, as if it came behind it.</summary>
    public MemberFacts Join(MessageId identity, Metadata key, MemberFacts facts)
    {
        for (var news = _first.GetValueOrDefault(identity); news is not null; news = news.Next)
        {
            if (!MemberNews.IsOf(news.Part, key))
                continue;
            facts = reading.Hear(facts, news.Known);
            if (news.IsUsed)
                continue;
            news.IsUsed = true;
            FirstUsed?.Invoke(news);
        }

        return facts;
    }

    /// <summary>Takes out one that is too old, or the oldest of too many.</summary>
    public bool TryTakeOld(DateTime now, out MemberNews news)
    {
        news = _byAge.First?.Value!;
        if (news is null || (now < news.Last + options.Remember && _byAge.Count <= options.MaximumRemembered))
            return false;
        Remove(news);
        return true;
    }

    private void Remove(MemberNews news)
    {
        _byAge.Remove(news.Place!);
        news.Place = null;
        ref var first = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_first, news.Identity);
        if (ReferenceEquals(first, news))
        {
            if (news.Next is null)
                _first.Remove(news.Identity);
            else
                first = news.Next;
            return;
        }

        var before = first;
        while (!ReferenceEquals(before.Next, news))
            before = before.Next!;
        before.Next = news.Next;
    }
}
