using Windrow.Core.Messages;
using Windrow.Fields.Domains;

namespace Windrow.Fields.Masks;

/// <summary>A mask on its way to being complete. For one thread at a time.</summary>
internal sealed class CollectedMask(Domain domain)
{
    private readonly Dictionary<int, MessageId> _contents = [];
    private MaskBits? _bits = new(domain.GlobalPoints);
    private int _senders;

    public Domain Domain => domain;

    /// <summary>Null until it is complete.</summary>
    public FieldMask? Mask { get; private set; }

    /// <summary>A hash of what a client has sent; null when it has sent nothing.</summary>
    public MessageId? Find(DomainClient client) => _contents.TryGetValue(client.Number, out var content) ? content : null;

    public void Add(DomainClient client, MaskBits part, MessageId content)
    {
        _contents.Add(client.Number, content);
        if (client.Sends)
            _senders++;
        for (var i = 0; i < client.Map.Runs && _bits is not null; i++)
        {
            var run = client.Map.RunAt(i);
            _bits.Or(part, run.From, run.To, run.Length);
        }
    }

    /// <returns>True: it is complete, and was not before.</returns>
    public bool TryFinish()
    {
        if (_bits is null || !domain.IsComplete || _senders < domain.Senders)
            return false;
        Mask = new FieldMask(_bits);
        _bits = null;
        return true;
    }

    /// <summary>What is missing, for error texts.</summary>
    public string Missing()
    {
        if (!domain.IsComplete)
            return $"of its domain, {domain.Progress}";
        var missing = Enumerable.Range(0, domain.Count).Select(number => domain[number]).Where(client => client.Sends && !_contents.ContainsKey(client.Number)).Select(static client => client.Name).ToList();
        return $"the parts of {missing.Count} clients are missing: {string.Join(", ", missing.Take(10))}{(missing.Count > 10 ? " …" : "")}";
    }
}
