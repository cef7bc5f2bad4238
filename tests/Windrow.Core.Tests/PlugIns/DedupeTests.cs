using Windrow.Core.Flows;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.PlugIns;

public sealed class DedupeTests
{
    [Fact]
    public async Task What_was_seen_before_a_reload_is_known_after_it()
    {
        const string Flow = """
            flow: test
            sources: [{type: watch, path: incoming}]
            plans:
              - {name: first-of-each, actions: [{type: dedupe, key: [product]}, {type: select, where: "PLACE"}, {type: "null"}]}
            """;
        var source = new PushSource();
        using var host = new FlowHost(FlowText.Read(Flow.Replace("PLACE", "true", StringComparison.Ordinal), source), new EngineServices());
        host.Start();
        await source.Push(TestFlow.Message(1, ("product", "a")));
        await Until(() => host.Counts() is { Delivered: 1, Open: 0 });

        (await host.ReloadAsync(FlowText.Read(Flow.Replace("PLACE", "1 = 1", StringComparison.Ordinal), source))).ShouldBeEmpty();
        await source.Push(TestFlow.Message(2, ("product", "a")));
        await source.Push(TestFlow.Message(3, ("product", "b")));
        await Until(() => host.Counts() is { Delivered: 2, Dropped: 1, Open: 0 });
        source.End();
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }
}
