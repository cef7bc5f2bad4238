using System.Runtime.CompilerServices;
using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Core.Plans;

/// <summary>
/// What one action did in one lane. Only the lane's thread counts, so counting is a plain increment; who adds up may be
/// a moment late.
/// </summary>
internal struct LaneCounters
{
    private readonly long[] _failures = new long[Enum.GetValues<ErrorClass>().Length];
    private long _in;
    private long _out;
    private long _dropped;
    private long _delivered;
    private long _absorbed;
    private long _retried;
    private long _dead;
    private long _late;

    public LaneCounters()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(Message message) => _in += Weight(message);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Emit(Message message) => _out += Weight(message);

    public void Deliver(Message message) => _delivered += Weight(message);

    public void Drop() => _dropped++;

    public void Absorb() => _absorbed++;

    public void Add(int absorbed, int dropped)
    {
        _absorbed += absorbed;
        _dropped += dropped;
    }

    public readonly void Fail(ErrorClass error) => _failures[(int)error]++;

    public void Retry() => _retried++;

    public void Bury() => _dead++;

    public void Late(int messages) => _late += messages;

    public readonly void AddTo(ActionCounters sum) => sum.Add(
        Volatile.Read(in _in), Volatile.Read(in _out), Volatile.Read(in _dropped), Volatile.Read(in _delivered),
        Volatile.Read(in _absorbed), Volatile.Read(in _retried), Volatile.Read(in _dead), Volatile.Read(in _late), _failures);

    // Flushes and wakes are the engine's own; counters tell about messages.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Weight(Message message) => message.Kind < MessageKind.Flush ? 1 : 0;
}
