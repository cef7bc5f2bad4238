using System.Runtime.CompilerServices;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Filters.Multio;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.PlugIns.Null;
using Windrow.Core.PlugIns.Print;
using Windrow.Core.PlugIns.Select;
using Windrow.Core.Stages;
using Windrow.Core.State;

namespace Windrow.Bench;

/// <summary>
/// What a message costs in line through select → select → print (off) → null, counters and settlement included, against
/// four virtual calls in a loop.
/// </summary>
internal static class HopBench
{
    private const int Messages = 2_000_000;

    public static IEnumerable<Figure> Run()
    {
        var lane = Lane();
        var message = new Message(MessageKind.Field, Metadata.From(("param", "sst"), ("level", 0L), ("step", 6L)), Payload.None, new Origin("bench", "memory", 0));
        var part = new DeliveryPart(null);
        message.Join(part);
        var calls = Enumerable.Range(0, 4).Select(static number => number % 2 == 0 ? (Call)new Even() : new Odd()).ToArray();
        var allocated = 0L;
        var (chain, loop, ratio) = Measure.Pair(
            () =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Chain(lane, message, part);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            },
            () => Loop(calls, message));
        yield return new Figure("hop in line", ratio, "×", 6, true, $"{chain / Messages * 1e9:0.0} ns against {loop / Messages * 1e9:0.0} ns");
        yield return new Figure("hop allocation", allocated / (double)Messages, "B", 0, true, "per message, in line");
    }

    private static void Chain(Lane lane, Message message, DeliveryPart part)
    {
        for (var i = 0; i < Messages; i++)
        {
            message.Reopen();
            part.Reopen();
            lane.RunInLine(message);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Loop(Call[] calls, Message message)
    {
        var sum = 0L;
        for (var i = 0; i < Messages; i++)
        {
            foreach (var call in calls)
                sum += call.Do(message);
        }

        return sum;
    }

    private static Lane Lane()
    {
        var services = new EngineServices();
        var context = new PlugInContext(services, new DiagnosticBag(), ConfigDialect.Native, "/", "bench", [], false);
        PlanAction[] actions =
        [
            new SelectAction(Match("{param: [sst]}")), new SelectAction(Match("{level: [0]}")),
            new PrintAction(new PrintOptions { Stream = PrintStream.Off }, context), new NullSink(),
        ];
        var definitions = actions.Select((action, index) => new ActionDefinition("bench", index + 1, null, SourceLocation.None, () => action)).ToList();
        var definition = new PlanDefinition("bench", Constant.True, definitions[..3], definitions[3..], RetryPolicy.Transient, "", SourceLocation.None);
        return new Plan(definition, services, new FlowStore(services, null, new StoredFormats()), new FlowShared(), new Congestion(), 1).Entrance.AddLane();
    }

    private static Filter Match(string text)
    {
        var findings = new DiagnosticBag();
        return new MultioParser(findings).Parse(ConfigReader.Read($"match: {text}", "bench", findings)!)!;
    }

    private abstract class Call
    {
        public abstract long Do(Message message);
    }

    private sealed class Even : Call
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public override long Do(Message message) => (long)message.Kind;
    }

    private sealed class Odd : Call
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public override long Do(Message message) => (long)message.Kind + 1;
    }
}
