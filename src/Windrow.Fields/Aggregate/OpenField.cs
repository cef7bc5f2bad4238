using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;

namespace Windrow.Fields.Aggregate;

/// <summary>A global field some of whose parts have come. Objects are used again; everything but the links of the table is guarded by <see cref="Turn"/>.</summary>
internal sealed class OpenField
{
    private readonly List<Origin> _origins = [];
    private ulong[] _came = new ulong[4];

    public Lock Turn { get; } = new();

    /// <summary>Counts the fields that the object has been, so that one who waited for it sees that it is another.</summary>
    public int Generation { get; private set; }

    public ulong Hash { get; private set; }

    /// <summary>The next field of the same hash in the table.</summary>
    public OpenField? Next { get; set; }

    public Domain Domain { get; private set; } = null!;

    /// <summary>The metadata of the first part.</summary>
    public Metadata Metadata { get; private set; } = Metadata.Empty;

    public FieldPayload Buffer { get; private set; } = null!;

    /// <summary>What stands for a missing value in the parts that came; null: they have none.</summary>
    public double? Missing { get; set; }

    /// <summary>Parts of clients that have points of their own.</summary>
    public int Parts { get; private set; }

    /// <summary>When the last one came, in ticks of the clock.</summary>
    public long LastCame { get; set; }

    /// <summary>Its deadline has passed, and that was told.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>The union of the ids of the parts.</summary>
    public MessageId Members { get; private set; }

    public Lineage Lineage => new([.. _origins]);

    public bool IsComplete => Domain.IsComplete && Parts >= Domain.Senders;

    public bool Has(DomainClient client) => client.Number >> 6 < _came.Length && (_came[client.Number >> 6] & (1UL << client.Number)) != 0;

    public void Begin(ulong hash, Domain domain, Metadata metadata, FieldPayload buffer)
    {
        (Hash, Domain, Metadata, Buffer) = (hash, domain, metadata, buffer);
        (Missing, Parts, Members, IsOverdue) = (null, 0, default, false);
        _origins.Clear();
        Array.Clear(_came);
    }

    public void Add(DomainClient client, Message part)
    {
        if (client.Number >> 6 >= _came.Length)
            Array.Resize(ref _came, Math.Max(_came.Length * 2, (client.Number >> 6) + 1));
        _came[client.Number >> 6] |= 1UL << client.Number;
        Parts++;
        Members = Members.Union(part.Id);
        foreach (ref readonly var origin in part.Inputs)
            _origins.Add(origin);
    }

    /// <summary>Ends it; the buffer goes to whoever asked.</summary>
    public FieldPayload End()
    {
        var buffer = Buffer;
        Buffer = null!;
        Generation++;
        return buffer;
    }

    /// <summary>The clients whose parts have not come.</summary>
    public IEnumerable<DomainClient> Absent()
    {
        for (var i = 0; i < Domain.Count; i++)
        {
            if (Domain[i] is { Sends: true } client && !Has(client))
                yield return client;
        }
    }

    /// <summary>What has come and what has not, for reports.</summary>
    public string Progress()
    {
        var absent = Absent().ToList();
        var names = string.Join(", ", absent.Take(10).Select(static client => $"{client.Name} ({client.Map.LocalPoints} points)"));
        var text = $"{Parts} of {Domain.Senders} parts have come; missing: {(absent.Count == 0 ? "none" : names)}{(absent.Count > 10 ? $" and {absent.Count - 10} more" : "")}";
        return Domain.IsComplete ? text : $"{text}; the domain '{Domain.Name}' is not complete: {Domain.Progress}";
    }
}
