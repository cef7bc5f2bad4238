using System.Runtime.CompilerServices;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;

namespace Windrow.Bench;

/// <summary>
/// What counting costs an action: a message taken and a message passed on, by the counters that every action of a lane
/// has, against the same loop without them. The whole of it is laid on the counters, the look at the message's kind included.
/// </summary>
internal static class CounterBench
{
    private const int Messages = 2_000_000;
    private const int Actions = 4;

    public static IEnumerable<Figure> Run()
    {
        var message = new Message(MessageKind.Field, Metadata.Empty, Payload.None, new Origin("bench", "memory", 0));
        var chain = Enumerable.Range(0, Actions).Select(static _ => new Action()).ToArray();
        var (with, without, _) = Measure.Pair(() => Count(chain, message), () => Pass(chain, message), rounds: 15);
        var sum = new ActionCounters();
        chain[^1].Counters.AddTo(sum);
        if (sum.In != sum.Out || sum.In == 0)
            throw new InvalidOperationException("nothing was counted");
        yield return new Figure(
            "counters", Math.Max(0, with - without) / Messages / Actions * 1e9, "ns", 5, true,
            $"per action: {with / Messages / Actions * 1e9:0.0} ns against {without / Messages / Actions * 1e9:0.0} ns");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Count(Action[] chain, Message message)
    {
        for (var i = 0; i < Messages; i++)
        {
            foreach (var action in chain)
                action.Count(message);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Pass(Action[] chain, Message message)
    {
        for (var i = 0; i < Messages; i++)
        {
            foreach (var action in chain)
                action.Pass(message);
        }
    }

    // As in the engine the counters are a part of an object that belongs to one action of one lane.
    private sealed class Action
    {
        private Message? _last;

        public LaneCounters Counters = new();

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Count(Message message)
        {
            Counters.Take(message);
            _last = message;
            Counters.Emit(message);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Pass(Message message) => _last = message;
    }
}
