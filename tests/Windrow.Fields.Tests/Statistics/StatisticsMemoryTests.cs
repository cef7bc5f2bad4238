using Windrow.Core.Payloads;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Statistics;

/// <summary>Looks at the pool of the process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(StatisticsMemoryTests), DisableParallelization = true)]
[Collection(nameof(StatisticsMemoryTests))]
public class StatisticsMemoryTests
{
    [Fact]
    public async Task No_memory_is_kept_after_the_end()
    {
        var before = NativeBufferPool.Shared.InUse;
        var plan = "output-frequency: 1d\noperations: [average, maximum, difference, instant]\noptions: {initial-condition-present: true, value-count-threshold: 1}";
        var run = await FieldFlow.Run(Notation.Action(plan), Notation.Series("0=1,1 6=1,- 12=2,3 24=2,2 30=1,- 90=2,2"));
        run.Products.Count.ShouldBeGreaterThan(4);
        foreach (var product in run.Products)
            product.Payload.Release();
        (NativeBufferPool.Shared.InUse - before).ShouldBeLessThanOrEqualTo(0);
    }
}
