using System.Threading.Channels;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns.Null;
using Windrow.Core.Stages;
using Windrow.Core.State;

namespace Windrow.Bench;

/// <summary>
/// What a message costs through the memory queue of a stage, against a bare bounded channel with one reader. Behind both
/// the same sink takes the message, so that the hand-over alone makes the difference.
/// </summary>
internal static class StageBench
{
    private const int Messages = 400_000;
    private const int Capacity = 10_000;

    // Each depends on which cores the two threads came to lie on; the median of many does not.
    private const int Rounds = 25;

    public static IEnumerable<Figure> Run()
    {
        var plain = MakeMessages(keys: 1);
        var unkeyed = new Bench(new StageOptions { MaximumCount = Capacity });
        var (stage, channel, ratio) = Measure.Pair(() => unkeyed.Push(plain), () => Channel(plain), Rounds, cpu: true);
        yield return Figure("stage hop", stage, channel, ratio, 1.5);

        var keyedMessages = MakeMessages(keys: 1_000);
        var keyed = new Bench(new StageOptions { MaximumCount = Capacity, Workers = 2, Key = ["key"], Priority = "urgency" });
        (stage, channel, ratio) = Measure.Pair(() => keyed.Push(keyedMessages), () => Channel(keyedMessages), Rounds, cpu: true);
        yield return Figure("stage hop, keyed", stage, channel, ratio, 4);
    }

    private static Figure Figure(string name, double stage, double channel, double ratio, double goal) =>
        new(name, ratio, "×", goal, true, $"{stage / Messages * 1e9:0} ns against {channel / Messages * 1e9:0} ns");

    private static Message[] MakeMessages(int keys)
    {
        var shared = Enumerable.Range(0, keys).Select(static key => Metadata.From(("key", (long)key), ("urgency", key % 3L))).ToArray();
        return [.. Enumerable.Range(0, Messages).Select(number => new Message(MessageKind.Event, shared[number % keys], Payload.None, new Origin("bench", "memory", number)))];
    }

    private static void Channel(Message[] messages)
    {
        var channel = System.Threading.Channels.Channel.CreateBounded<Message>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
        var lane = MakePlan(null, new Congestion()).Entrance.AddLane();
        var reader = Task.Run(async () =>
        {
            while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (channel.Reader.TryRead(out var message))
                    lane.RunInLine(message);
            }
        });
        var writer = Task.Run(async () =>
        {
            foreach (var message in messages)
            {
                message.Reopen();
                if (!channel.Writer.TryWrite(message))
                    await channel.Writer.WriteAsync(message).ConfigureAwait(false);
            }

            channel.Writer.Complete();
        });
        Task.WaitAll(reader, writer);
    }

    private static Plan MakePlan(StageOptions? stage, Congestion congestion)
    {
        var sink = new ActionDefinition("null", 1, stage, SourceLocation.None, static () => new NullSink());
        return new Plan(new PlanDefinition("bench", Constant.True, [], [sink], RetryPolicy.Transient, "", SourceLocation.None), new EngineServices(), new FlowStore(new EngineServices(), null, new StoredFormats()), new FlowShared(), congestion, 1);
    }

    private sealed class Bench
    {
        private readonly Congestion _congestion = new();
        private readonly Plan _plan;

        public Bench(StageOptions options) => _plan = MakePlan(options, _congestion);

        public void Push(Message[] messages) => Task.Run(async () =>
        {
            foreach (var message in messages)
            {
                message.Reopen();
                if (_congestion.IsAny)
                    await _congestion.Relieved.ConfigureAwait(false);
                _plan.Entrance.Enqueue(message);
            }

            await _plan.WhenAtRest().ConfigureAwait(false);
        }).Wait();
    }
}
