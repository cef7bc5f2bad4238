using Windrow.Core;
using Windrow.Core.Leases;
using Windrow.Core.State;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Leases;

/// <summary>
/// Leases in a store against a model in memory, under random sequences of several processes on several hosts, whose
/// clocks differ and jump, and which submit from threads of their own.
/// </summary>
public sealed class LeaseModelTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(90);

    [Fact]
    public void Lease_any_sequence_clocks_and_threads_has_one_holder_and_growing_tokens() => Properties.Hold(60, random =>
    {
        using var directory = new StateDirectory();
        using var store = directory.Open();
        var model = new Model();
        var threads = Enumerable.Range(0, 3).Select(_ => new Random(random.Next())).Select(own => new Thread(() =>
        {
            for (var step = own.Next(10, 40); step > 0; step--)
                model.Submit(store, own);
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        model.ShouldHaveHeld();
    });

    /// <summary>Who has what, as plain values; changed within the transactions, whose order is the store's.</summary>
    private sealed class Model
    {
        private static readonly string[] Names = ["flow", "other"];
        private readonly List<Party> _parties = [new("alpha", 1), new("alpha", 2), new("beta", 3), new("gamma", 4)];
        private readonly Dictionary<string, Held> _held = [];
        private readonly List<Write> _writes = [];
        private readonly List<string> _wrong = [];
        private int _process = 4;

        public void Submit(IStateStore store, Random random)
        {
            var (party, name, what, draw) = (random.Next(_parties.Count), random.Pick<string>(Names), random.Next(10), random.Next());
            var write = new Write(transaction =>
            {
                if (Step(transaction, _parties[party], party, name, what, draw) is { } wrong)
                    _wrong.Add(wrong);
            });
            lock (_writes)
                _writes.Add(write);
            store.Submit(write);
        }

        public void ShouldHaveHeld()
        {
            foreach (var write in _writes)
                write.Done.WaitAsync(TimeSpan.FromSeconds(120)).GetAwaiter().GetResult().ShouldBeNull();
            _wrong.ShouldBeEmpty();
        }

        private string? Step(IStateTransaction transaction, Party party, int index, string name, int what, int draw)
        {
            switch (what)
            {
                case 0:
                    party.Clock.Jump(TimeSpan.FromSeconds((draw % 400) - 200));
                    return null;
                case 1:
                    foreach (var each in _parties)
                        each.Clock.Advance(TimeSpan.FromSeconds(draw % 60));
                    return null;
                case 2:
                    // Dies, and is started again on its host.
                    _parties[index] = new Party(party.Host, ++_process, party.Clock) { IsAlone = _parties.Count(each => each.Host == party.Host) == 1 };
                    return null;
                case 3 or 4:
                    return Renew(transaction, party, name);
                case 5:
                    return Release(transaction, party, name);
                default:
                    return Take(transaction, party, name);
            }
        }

        private string? Take(IStateTransaction transaction, Party party, string name)
        {
            var before = _held.GetValueOrDefault(name);
            var now = party.Clock.GetUtcNow();

            // Nobody gets in before the last end that its holder was ever told, but by the death of a process of its host.
            var mayTake = before is null || before.IsGivenBack || now >= before.Promised || (party.IsAlone && before.By.Host == party.Host);
            var taken = party.Lessee.TryTake(transaction, name, Length, party.IsAlone, out var other);
            if (taken is null)
                return mayTake ? $"{party.Self} should have got '{name}'" : other?.Holder == before!.By ? null : "another holder is named";
            if (!mayTake)
                return $"{party.Self} got '{name}', which {before!.By} has until {before.Promised}, at {now}";
            if (taken.Token != (before?.Token ?? 0) + 1)
                return $"token {taken.Token} after {before?.Token}";
            _held[name] = new Held(party.Self, taken.Token, taken.Until, false);
            party.Leases[name] = taken;
            return null;
        }

        // With what it has in hand, which may be long lost.
        private string? Renew(IStateTransaction transaction, Party party, string name)
        {
            if (!party.Leases.TryGetValue(name, out var lease))
                return null;
            var held = _held[name];
            var renewed = party.Lessee.Renew(transaction, lease, Length);
            if (renewed is not null != (held.Token == lease.Token && !held.IsGivenBack))
                return $"{party.Self} {(renewed is null ? "could not renew" : "renewed")} token {lease.Token} while {held.By} has {held.Token}";
            if (renewed is null)
                return null;
            if (renewed.Until < held.Promised || renewed.Until < party.Clock.GetUtcNow() + Length || renewed.Since != lease.Since)
                return $"renewed until {renewed.Until}, promised before {held.Promised}";
            _held[name] = held with { Promised = renewed.Until };
            return null;
        }

        private string? Release(IStateTransaction transaction, Party party, string name)
        {
            if (!party.Leases.TryGetValue(name, out var lease))
                return null;
            Lessee.Release(transaction, lease);
            var held = _held[name];
            if (held.Token == lease.Token)
                _held[name] = held with { IsGivenBack = true };
            return transaction.FindLease(name)!.Token == held.Token ? null : "the token is gone";
        }

        private sealed record Held(ProcessIdentity By, long Token, DateTimeOffset Promised, bool IsGivenBack);
    }

    private sealed class Party
    {
        public Party(string host, int process, ManualTime? clock = null)
        {
            Host = host;
            Self = new ProcessIdentity(host, process);
            Clock = clock ?? new ManualTime();
            Lessee = new Lessee(Clock, Self);
        }

        public string Host { get; }

        public ProcessIdentity Self { get; }

        public ManualTime Clock { get; }

        public Lessee Lessee { get; }

        /// <summary>Whether it has a lock that no other process of its host has.</summary>
        public bool IsAlone { get; init; }

        public Dictionary<string, Lease> Leases { get; } = [];
    }
}
