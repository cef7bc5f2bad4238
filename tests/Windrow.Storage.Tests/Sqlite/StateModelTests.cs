using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Storage.Sqlite;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Sqlite;

/// <summary>The store against <see cref="StateModel"/>, under random sequences of writes, some of which are refused.</summary>
public sealed class StateModelTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Store_any_writes_and_restarts_holds_what_the_model_holds() => Properties.Hold(60, random =>
    {
        using var directory = new StateDirectory();
        using var run = new Run(directory, random);
        for (var step = random.Next(5, 40); step > 0; step--)
        {
            switch (random.Next(12))
            {
                case 0:
                    run.Reopen();
                    break;
                case 1:
                    run.Compare();
                    break;
                default:
                    run.WriteSome();
                    break;
            }
        }

        run.Compare();
        run.Reopen();
        run.Compare();
    });

    /// <summary>One change, to the model and to a transaction.</summary>
    private sealed record Change(System.Action<StateModel> Model, System.Action<IStateTransaction> Store);

    private sealed class Run : IDisposable
    {
        private readonly StateDirectory _directory;
        private readonly Random _random;
        private readonly StateModel _model = new();
        private readonly List<(Write Write, bool IsRefused)> _pending = [];
        private readonly List<PayloadReference> _kept = [];
        private SqliteStateStore _store;
        private long _highestLetter;

        public Run(StateDirectory directory, Random random)
        {
            _directory = directory;
            _random = random;
            _store = directory.Open();
        }

        public void WriteSome()
        {
            // Queues are made by whoever uses them, outside of the writes.
            var name = _random.Pick("plan/1:set", "plan/2:file");
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
            _store = _directory.Open();
            _model.Reopened();
        }

        public void Compare()
        {
            Settle();
            _store.Queues().Select(static queue => (queue.Name, queue.Count)).ShouldBe(_model.Queues.Select(name => (name, (long)_model.Rows(name).Count)));
            foreach (var name in _model.Queues)
                CompareQueue(name);
            _store.Scopes("").ShouldBe(_model.Scopes);
            foreach (var scope in _model.Scopes)
                CompareItems(scope);
            CompareLetters();
            ComparePayloads();
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
                failure?.Trouble.ShouldBe(StateTrouble.Refused);
                (failure is not null).ShouldBe(isRefused, failure?.ToString());
                write.Calls.ShouldBe(1);
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

        private Change Next(string name, int queue)
        {
            switch (_random.Next(13))
            {
                case 0:
                    {
                        var (priority, key) = (_random.Next(4), _random.Pick<long?>(null, 1, 2));
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
                        var (id, priority, key, body, payload) = (Id(), _random.Next(4), _random.Pick<long?>(null, 1, 2), Bytes(), Payload());
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

        private string Scope() => _random.Pick("fold/daily/1:statistics", "source/in", "fold/ünïcode");

        private string Key() => _random.Pick("a", "b", "", "ß/°C");

        private byte[] Bytes()
        {
            var bytes = new byte[_random.Pick(0, 1, 100, 5_000)];
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
            new MessageId((ulong)_random.Next(3), 7), MessageKind.Field, new Origin("in", "a.grib", 17), Metadata.From(("param", "2t"), ("level", 2L)), _random.Pick("daily", "hourly"), "1:set",
            new Failure(_random.Pick(ErrorClass.Permanent, ErrorClass.Fault), $"reason {_random.Next(9)}", _random.Pick(null, "advice")), _random.Next(1, 6), Now.AddSeconds(_random.Next(100)));

        private void CompareQueue(string name)
        {
            var number = _store.Queue(name);
            var expected = _model.Rows(name);
            _store.CountQueue(number).ShouldBe(expected.Count);
            var actual = _store.ReadQueue(number, 0, int.MaxValue);
            actual.Select(static row => (row.Sequence, row.Id, row.Priority, row.Attempts, row.NotBefore)).ShouldBe(
                expected.Select(static row => (row.Sequence, row.Id, row.Priority, row.Attempts, row.NotBefore)));
            actual.Select(static row => Convert.ToHexString(row.Body)).ShouldBe(expected.Select(static row => Convert.ToHexString(row.Body)));

            _store.ReadDone(number).Select(static done => (done.Sequence, done.Id)).ShouldBe(_model.Done(name).Select(static row => (row.Sequence, row.Id)), ignoreOrder: true);

            // From the middle, and not to the end.
            var (after, most) = (_random.Next(10), _random.Next(1, 10));
            _store.ReadQueue(number, after, most).Select(static row => row.Sequence).ShouldBe(expected.Select(static row => row.Sequence).Where(sequence => sequence > after).Take(most));
        }

        private void CompareItems(string scope)
        {
            var expected = _model.Items(scope).OrderBy(static item => item.Key, StringComparer.Ordinal).ToList();
            _store.ReadItems(scope).Select(static item => (item.Key, Convert.ToHexString(item.Value), item.Payload?.Hash)).ShouldBe(
                expected.Select(static item => (item.Key, Convert.ToHexString(item.Value), item.Payload)));
            foreach (var (key, value, _) in expected)
                _store.ReadItem(scope, key).ShouldBe(value);
            _store.ReadItem(scope, "no such key").ShouldBeNull();
        }

        private void CompareLetters()
        {
            var actual = _store.ReadDeadLetters(0, int.MaxValue);
            _store.CountDeadLetters().ShouldBe(actual.Count);
            actual.Count.ShouldBe(_model.Letters.Count);
            foreach (var letter in _model.Letters)
            {
                var found = actual.Single(other => other.Letter.Id == letter.Known.Id && other.Letter.Plan == letter.Known.Plan);
                found.Letter.ShouldBe(letter.Known with { Metadata = found.Letter.Metadata, Origin = found.Letter.Origin });
                found.Letter.Metadata.ToString().ShouldBe(letter.Known.Metadata.ToString());
                found.Body.ShouldBe(letter.Body);
                if (letter.Number is { } number)
                    found.Number.ShouldBe(number, "a letter that is replaced keeps its number");
                else
                    found.Number.ShouldBeGreaterThan(_highestLetter, "a number is not used again");
                letter.Number = found.Number;
            }

            _highestLetter = Math.Max(_highestLetter, actual.Select(static letter => letter.Number).DefaultIfEmpty().Max());
        }

        private void ComparePayloads()
        {
            using var database = _directory.Connect();
            database.ShouldBeSound();
            database.Words("SELECT hash || holders FROM payload ORDER BY hash").ShouldBe(_model.Holders.OrderBy(static held => held.Key, StringComparer.Ordinal).Select(static held => $"{held.Key}{held.Value}"));


            // At rest there is a file for each payload that a row names, and no other.
            _directory.PayloadFiles().ShouldBe(_model.Holders.Keys.Order(StringComparer.Ordinal));
        }
    }
}
