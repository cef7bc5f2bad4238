using System.Collections.Concurrent;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns.Collect;
using Windrow.Core.Tests.Testing;
using Windrow.Storage;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;

namespace Windrow.Core.Tests.PlugIns.Collect;

public sealed class CollectFullDiskTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-collect-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Member_that_the_disk_has_no_room_for_waits_until_there_is_and_that_is_told_once()
    {
        const int Refused = 20;
        var disk = new FaultPlan(1, FaultManner.DiskFull) { Times = Refused };
        var services = new EngineServices { Time = _time, States = new SqliteStates(new FaultyFileSystem(disk), TimeProvider.System), DeadLetters = new DeadLetterList() };
        var seen = new ConcurrentQueue<long>();
        var sink = new Probe(
            (message, output) =>
            {
                seen.Enqueue(message.Number());
                output.Deliver(message);
            },
            terminal: true);
        var collect = new ActionDefinition("collect", 1, null, SourceLocation.None, static () => new CollectAction(CollectFlow.Bind("{key: [key], count: 2, emit: members}"), "/"));
        var plan = new PlanDefinition("plan", Constant.True, [collect], [new ActionDefinition("keep", 2, null, SourceLocation.None, () => sink)], RetryPolicy.Transient, "", SourceLocation.None);
        var source = new PushSource();
        using var host = new FlowHost(TestFlow.Flow([source], plan) with { StateDirectory = Path.Combine(_directory, "state") }, services);
        var told = new ConcurrentQueue<bool>();
        host.Store.Waits += told.Enqueue;
        host.Start();
        await source.Push(Large(1));
        var last = source.Push(Large(2));
        for (var tries = 0; seen.Count < 2; tries++)
        {
            tries.ShouldBeLessThan(1_000_000);
            if (!told.IsEmpty)
                _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await last;
        seen.ShouldBe([1, 2]);
        told.ShouldBe([true, false]);
        services.DeadLetters.Count.ShouldBe(0);
        disk.Operations.ShouldBeGreaterThan(Refused);
        source.End();
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    private static Message Large(int number) =>
        new(MessageKind.Event, Metadata.From(("key", "a"), ("number", (long)number)), BytesPayload.Copy(new byte[100_000 + number]), new Origin("test", "memory", number));
}
