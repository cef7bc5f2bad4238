using Windrow.Core.Messages;
using Windrow.Fields.Domains;

namespace Windrow.Fields.Aggregate;

/// <summary>
/// Puts the flushes and notifications of a model's clients together: each client sends the same one, and one goes on. A client that
/// sends it again before the others did begins the next round. Safe for several threads.
/// </summary>
internal sealed class ClientRounds(DomainMaps domains)
{
    private readonly Lock _lock = new();
    private readonly FieldIdentity _identity = new(keys: null);
    private readonly List<ClientRound> _rounds = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _rounds.Count;
        }
    }

    /// <summary>Whether a client is one of those that a flush is waited for.</summary>
    /// <param name="domain">Empty: all domains.</param>
    public bool IsExpected(string domain, string client) =>
        domain.Length == 0 ? domains.HasClient(client) : domains.TryGet(domain, out var known) && known.TryGet(client, out _);

    /// <summary>Takes a client's message in.</summary>
    /// <returns>The round, when it is complete with it; null while others are missing.</returns>
    public ClientRound? Take(Message message, string domain, string client, long now)
    {
        lock (_lock)
        {
            var round = _rounds.Find(round => round.Kind == message.Kind && !round.Clients.Contains(client) && _identity.AreSame(round.Metadata, message.Metadata));
            if (round is null)
                _rounds.Add(round = new ClientRound(message.Metadata, message.Kind, domain, now));
            round.Clients.Add(client);
            round.Held.Add(message);
            if (!AreKnown(domain) || round.Clients.Count < ExpectedCount(domain) || round.Absent(Expected(domain)).Any())
                return null;
            _rounds.Remove(round);
            return round;
        }
    }

    /// <summary>Whether a client has sent the like of a message, and others have not yet.</summary>
    public bool IsOpenFor(Message message, string client)
    {
        lock (_lock)
            return _rounds.Exists(round => round.Kind == message.Kind && round.Clients.Contains(client) && _identity.AreSame(round.Metadata, message.Metadata));
    }

    /// <summary>Takes out the rounds that a condition holds for, as they are, in the order in which they began.</summary>
    public List<ClientRound> TakeOut(Predicate<ClientRound> wanted)
    {
        lock (_lock)
        {
            var taken = _rounds.FindAll(wanted);
            _rounds.RemoveAll(wanted);
            return taken;
        }
    }

    /// <summary>When the oldest began; null when there is none.</summary>
    public long? Oldest
    {
        get
        {
            lock (_lock)
                return _rounds.Count == 0 ? null : _rounds.Min(static round => round.Began);
        }
    }

    /// <summary>The clients that a round waits for.</summary>
    public IEnumerable<string> Expected(string domain)
    {
        if (domain.Length == 0)
            return domains.Clients;
        return domains.TryGet(domain, out var known) ? Enumerable.Range(0, known.Count).Select(number => known[number].Name) : [];
    }

    /// <summary>Whether the clients that a round waits for are known. Before a domain is complete there may be others, who send the same later.</summary>
    public bool AreKnown(string domain) => domain.Length == 0 ? domains.HasComplete : domains.TryGet(domain, out var known) && known.IsComplete;

    private int ExpectedCount(string domain) => domain.Length == 0 ? domains.ClientCount : domains.TryGet(domain, out var known) ? known.Count : 0;
}
