using Windrow.Core.Messages;

namespace Windrow.Core.Products;

/// <summary>
/// The ids of what is in a file, so that the ledger need not be asked for each message: all of them while they are few, and then filters that
/// say of nearly every id that is not there that it is not.
/// </summary>
/// <remarks>Memory: up to 8 MB for the first 100,000, then 2 MiB for each million.</remarks>
internal sealed class WrittenIds
{
    /// <summary>How many can be remembered.</summary>
    public const int Most = 16_000_000;

    private const int MostExact = 100_000;
    private const int IdsOfFilter = 1_000_000;
    private const int BitsOfFilter = 1 << 24;
    private const int Hashes = 7;

    private readonly List<ulong[]> _filters = [];
    private HashSet<MessageId>? _exact = [];
    private int _ofLast; // ids in the last filter; 0: it is full, or there is none
    private long _count;

    /// <summary>False: there are too many, and nobody can tell without asking.</summary>
    public bool IsComplete => _count <= Most;

    /// <summary>Null: it may be there.</summary>
    public bool? Contains(MessageId id)
    {
        if (_exact is not null)
            return _exact.Contains(id);
        foreach (var filter in _filters)
        {
            if (Has(filter, id))
                return null;
        }

        return false;
    }

    public void Add(MessageId id)
    {
        _count++;
        if (_exact is not { } exact)
        {
            if (IsComplete)
                AddToFilter(id);
            return;
        }

        exact.Add(id);
        if (exact.Count <= MostExact)
            return;
        foreach (var each in exact)
            AddToFilter(each);
        _exact = null;
    }

    /// <summary>It is not there after all; a filter may say so of it all the same.</summary>
    public void Remove(MessageId id) => _exact?.Remove(id);

    private void AddToFilter(MessageId id)
    {
        if (_ofLast == 0)
            _filters.Add(new ulong[BitsOfFilter / 64]);
        _ofLast = (_ofLast + 1) % IdsOfFilter;
        var last = _filters[^1];

        // Ids are hashes, so two of them come from the two halves, and the others from these.
        var at = id.High;
        for (var i = 0; i < Hashes; i++, at += id.Low | 1)
            last[(at >> 6) & ((BitsOfFilter / 64) - 1)] |= 1UL << (int)(at & 63);
    }

    private static bool Has(ulong[] filter, MessageId id)
    {
        var at = id.High;
        for (var i = 0; i < Hashes; i++, at += id.Low | 1)
        {
            if ((filter[(at >> 6) & ((BitsOfFilter / 64) - 1)] & (1UL << (int)(at & 63))) == 0)
                return false;
        }

        return true;
    }
}
