using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Fields.Domains;

/// <summary>
/// How a model's clients share the points of one grid. It is complete when the points that they own make up the whole. Safe
/// for several threads; what is read is never taken back.
/// </summary>
public sealed class Domain
{
    private const int MaximumClients = 1 << 20;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, DomainClient> _clients = new(StringComparer.Ordinal);
    private readonly Coverage _coverage;
    private readonly long _expected;
    private DomainClient[] _byNumber = new DomainClient[8];
    private List<PointRun>? _gaps;
    private long _owned;
    private volatile int _count;
    private volatile int _senders;
    private volatile bool _isComplete;

    internal Domain(string name, int globalPoints, long expected)
    {
        Name = name;
        GlobalPoints = globalPoints;
        _expected = expected;
        _coverage = new Coverage(globalPoints);
    }

    public string Name { get; }

    public int GlobalPoints { get; }

    /// <summary>Whether the clients that are known own all the points that the domain is to have.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>How many clients have declared it.</summary>
    public int Count => _count;

    /// <summary>How many of them have a point of their own, and so send parts that a field waits for.</summary>
    public int Senders => _senders;

    /// <summary>Clients that call the same points their own; null: there are none.</summary>
    public DomainOverlap? Overlap { get; private set; }

    public bool TryGet(string client, [NotNullWhen(true)] out DomainClient? found) => _clients.TryGetValue(client, out found);

    /// <summary>The client of a number below <see cref="Count"/>.</summary>
    public DomainClient this[int number]
    {
        get
        {
            lock (_lock)
                return _byNumber[number];
        }
    }

    /// <summary>The points that no client has, in ascending order.</summary>
    public IReadOnlyList<PointRun> Gaps()
    {
        lock (_lock)
            return _gaps ??= _coverage.Gaps();
    }

    /// <summary>How far the domain is declared, for error texts.</summary>
    public string Progress
    {
        get
        {
            lock (_lock)
                return $"{_owned} of {_expected} points are declared, by {_count} clients";
        }
    }

    /// <param name="isNew">False: the client had said the same before.</param>
    internal Failure? Take(string client, DomainDeclaration declaration, MessageId content, out bool isNew)
    {
        isNew = false;
        lock (_lock)
        {
            if (_clients.TryGetValue(client, out var known))
            {
                return known.Content == content ? null : Failure.Permanent(
                    $"the client '{client}' declares the domain '{Name}' a second time, with {declaration.Map.LocalPoints} points where it had {known.Map.LocalPoints}{(declaration.Map.LocalPoints == known.Map.LocalPoints ? " others" : "")}",
                    "a domain stays as it is declared first; give another grid another name");
            }

            if (declaration.GlobalPoints != GlobalPoints || declaration.Expected != _expected)
            {
                return Failure.Permanent(
                    $"the client '{client}' declares the domain '{Name}' with {declaration.GlobalPoints} points, {declaration.Expected} of them owned, where the others have {GlobalPoints} and {_expected}",
                    "all clients of a domain declare the same 'misc-globalSize' and partial_size");
            }

            if (_count == MaximumClients)
                return Failure.Permanent($"the domain '{Name}' would have more than {MaximumClients} clients");
            Add(client, declaration, content);
            isNew = true;
            return null;
        }
    }

    private void Add(string client, DomainDeclaration declaration, MessageId content)
    {
        var (map, firstTaken) = (declaration.Map, -1);
        var (points, added) = (0L, 0L);
        for (var i = 0; i < map.Runs; i++)
        {
            var run = map.RunAt(i);
            points += run.Length;
            added += _coverage.Add(run.To, run.Length, ref firstTaken);
        }

        if (firstTaken >= 0)
            Overlap = Overlap is { } before ? before with { Points = before.Points + points - added } : new DomainOverlap(points - added, firstTaken, client, OwnerOf(firstTaken) ?? client);
        _owned += (declaration.Owned ?? points) - (points - added);
        var number = _count;
        if (number == _byNumber.Length)
            Array.Resize(ref _byNumber, number * 2);
        _byNumber[number] = new DomainClient(client, number, map, points > 0, content);
        _clients[client] = _byNumber[number];
        _gaps = null;
        if (points > 0)
            _senders++;
        _count++;

        // Last, so that whoever sees it complete sees every client.
        _isComplete = _owned >= _expected;
    }

    // Looks at every run, so it is asked once only.
    private string? OwnerOf(int point)
    {
        for (var i = 0; i < _count; i++)
        {
            var map = _byNumber[i].Map;
            for (var run = 0; run < map.Runs; run++)
            {
                var (_, to, length) = map.RunAt(run);
                if (point >= to && point - to < length)
                    return _byNumber[i].Name;
            }
        }

        return null;
    }
}
