using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Testing.States;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <summary>One random sequence of writes, on a store and on <see cref="StateModel"/>, some of which are refused.</summary>
internal sealed class StoreModelRun : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly StoreFixture _fixture;
    private readonly Random _random;
    private readonly StateModel _model = new();
    private readonly List<(Write Write, bool IsRefused)> _pending = [];
    private readonly List<PayloadReference> _kept = [];
    private IStateStore _store;
    private readonly StoreComparison _comparison;

    public StoreModelRun(StoreFixture fixture, Random random)
    {
        _fixture = fixture;
        _random = random;
        _store = fixture.Open();
        _comparison = new StoreComparison(fixture, _model, random);
    }

    public void WriteSome()
    {
        // Queues are made by whoever uses them, outside of the writes.
        var name = Pick("plan/1:set", "plan/2:file");
        var queue = Queue(name);
        var changes = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Next(name, queue)).ToList();
        var isRefused = _random.Next(8) == 0;
        if (!isRefused)
            changes.ForEach(change => change.Model(_model));
        var write = new Write(transaction =>
        {
            changes.ForEach(change => change.Store(transaction));
            if (isRefused)
                throw new InvalidOperationException("a defect");
        });
        _pending.Add((write, isRefused));
        _store.Submit(write);

        // Sometimes alone, sometimes in one group with what follows.
        if (_random.Next(3) == 0)
            Settle();
    }

    public void Reopen()
    {
        Settle();
        _store.Dispose();
        _store = _fixture.Open();
        _model.Reopened();
    }

    public void Compare()
    {
        Settle();
        _comparison.Compare(_store);
    }

    public void Dispose()
    {
        Settle();
        _store.Dispose();
    }

    private void Settle()
    {
        foreach (var (write, isRefused) in _pending)
        {
            var failure = write.Done.WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
            Assert.True((failure?.Trouble == StateTrouble.Refused) == isRefused && (failure is not null) == isRefused, $"{failure}");
            Assert.Equal(1, write.Calls);
        }

        _pending.Clear();
        foreach (var payload in _kept)
            _store.Payloads.Release(payload);
        _kept.Clear();
    }

    private int Queue(string name)
    {
        _model.AddQueue(name);
        return _store.Queue(name);
    }

    private StoreChange Next(string name, int queue)
    {
        switch (_random.Next(13))
        {
            case 0:
                {
                    var (priority, key) = (_random.Next(4), Pick<long?>(null, 1, 2));
                    return new(model => model.Raise(name, priority, key), transaction => transaction.Raise(queue, priority, key));
                }

            case 1 or 2:
                {
                    var sequence = Sequence(name);
                    return new(model => model.Dequeue(name, sequence), transaction => transaction.Dequeue(queue, sequence));
                }

            case 10:
                {
                    var sequence = Sequence(name);
                    return new(model => model.MarkDone(name, sequence), transaction => transaction.MarkDone(queue, sequence));
                }

            case 3:
                {
                    var (sequence, attempts, notBefore) = (Sequence(name), _random.Next(1, 9), Now.AddSeconds(_random.Next(100)));
                    return new(model => model.Postpone(name, sequence, attempts, notBefore), transaction => transaction.Postpone(queue, sequence, attempts, notBefore));
                }

            case 4 or 5:
                {
                    var (scope, key, value, payload) = (Scope(), Key(), Bytes(), Payload());
                    return new(model => model.PutItem(scope, key, value, payload?.Hash), transaction => transaction.PutItem(scope, key, value, payload));
                }

            case 6:
                {
                    var (scope, key) = (Scope(), Key());
                    return new(model => model.RemoveItem(scope, key), transaction => transaction.RemoveItem(scope, key));
                }

            case 7:
                {
                    var scope = Scope();
                    return new(model => model.RemoveItems(scope), transaction => transaction.RemoveItems(scope));
                }

            case 8:
                {
                    var (letter, body, payload) = (Letter(), Bytes(), Payload());
                    return new(model => model.PutLetter(letter, body, payload?.Hash), transaction => transaction.PutDeadLetter(letter, "configuration", body, payload));
                }

            case 9 when _model.Letters.Count > 0 && _model.Letters[0].Number is { } number:
                return new(
                    model =>
                    {
                        if (model.Letters.Count > 0 && model.Letters[0].Number == number)
                            model.RemoveLetter(0);
                    },
                    transaction => transaction.RemoveDeadLetter(number));
            default:
                {
                    var (id, priority, key, body, payload) = (Id(), _random.Next(4), Pick<long?>(null, 1, 2), Bytes(), Payload());
                    return new(
                        model => model.Enqueue(name, id, priority, key, body, payload?.Hash),
                        transaction => transaction.Enqueue(queue, id, priority, key, Now, body, body.Length, payload));
                }
        }
    }

    private long Sequence(string name)
    {
        var rows = _model.Rows(name).Concat(_model.Done(name)).ToList();
        return rows.Count == 0 || _random.Next(8) == 0 ? 1_000_000 : rows[_random.Next(rows.Count)].Sequence;
    }

    private string Scope() => Pick("fold/daily/1:statistics", "source/in", "fold/ünïcode");

    private string Key() => Pick("a", "b", "", "ß/°C");

    private byte[] Bytes()
    {
        var bytes = new byte[Pick(0, 1, 100, 5_000)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private MessageId Id() => new((ulong)_random.Next(12), ulong.MaxValue);

    private PayloadReference? Payload()
    {
        if (_random.Next(2) == 0)
            return null;
        var payload = _store.Payloads.Keep(new byte[1_000 + _random.Next(5)]);
        _kept.Add(payload);
        return payload;
    }

    private DeadLetter Letter() => new(
        new MessageId((ulong)_random.Next(3), 7), MessageKind.Field, new Origin("in", "a.grib", 17), Metadata.From(("param", "2t"), ("level", 2L)), Pick("daily", "hourly"), "1:set",
        new Failure(Pick(ErrorClass.Permanent, ErrorClass.Fault), $"reason {_random.Next(9)}", Pick(null, "advice")), _random.Next(1, 6), Now.AddSeconds(_random.Next(100)));

    private T Pick<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];
}
