using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Aggregate;
using Windrow.Fields.Tests.Model;
using Windrow.Fields.Tests.Values;
using static Windrow.Fields.Tests.Model.ModelMessages;

namespace Windrow.Fields.Tests.Aggregate;

/// <summary>Looks at the pool of the process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(AggregatePropertyTests), DisableParallelization = true)]
[Collection(nameof(AggregatePropertyTests))]
public class AggregatePropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Rectangles_with_halos_of_any_width_make_the_whole_field(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20; round++)
        {
            var (width, height) = (random.Next(2, 14), random.Next(2, 14));
            var (columns, rows) = (Cuts(random, width), Cuts(random, height));
            var messages = new List<Message>();
            var parts = new List<Message>();
            var client = 0;
            foreach (var (iBegin, ni) in columns)
            {
                foreach (var (jBegin, nj) in rows)
                {
                    var (left, right, below, above) = (random.Next(3), random.Next(3), random.Next(3), random.Next(3));
                    var (dataNi, dataNj) = (ni + left + right, nj + below + above);
                    messages.Add(Domain(client, "T", "structured", null, width, height, iBegin, ni, jBegin, nj, 2, -left, dataNi, -below, dataNj));
                    double[] values = [.. Enumerable.Range(0, dataNi * dataNj).Select(at => Value(iBegin + (at % dataNi) - left, jBegin + (at / dataNi) - below, iBegin, ni, jBegin, nj, width))];
                    parts.Add(Field(client, "T", values));
                    client++;
                }
            }

            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts));
            var flow = await ModelFlow.Run([.. messages, .. parts], new AggregateAction(new AggregateOptions()));
            flow.Dead.ShouldBeEmpty();
            FieldFlow.Values(flow.Sink.Fields.ShouldHaveSingleItem()).ShouldBe(Enumerable.Range(0, width * height).Select(static point => (double)point));
        }
    }

    [Fact]
    public async Task No_memory_is_kept_after_the_end_whatever_became_of_the_fields()
    {
        var before = NativeBufferPool.Shared.InUse;
        foreach (var policy in (string[])["report", "dead-letter", "emit"])
        {
            var flow = await ModelFlow.Run(
                [Unstructured(0, "T", 4, 0, 2), Unstructured(1, "T", 4, 1, 3), Field(0, "T", [1, 2]), Field(1, "T", [1, 2]), Field(0, "T", [1, 2], step: 12), Field(0, "T", [1, 2], step: 12), Field(0, "U", [1, 2]), Field(1, "T", [1])],
                new AggregateAction(FieldFlow.Bind(AggregateOptions.Set, $"on-incomplete: {policy}")));
            foreach (var message in flow.Sink.Kept)
                message.Payload.Release();
        }

        (NativeBufferPool.Shared.InUse - before).ShouldBe(0);
    }

    // The number of the point; in the halo something that must not come through.
    private static double Value(int i, int j, int iBegin, int ni, int jBegin, int nj, int width) =>
        i >= iBegin && i < iBegin + ni && j >= jBegin && j < jBegin + nj ? (j * width) + i : -777;

    private static List<(int Begin, int Length)> Cuts(Random random, int length)
    {
        var cuts = new List<(int, int)>();
        for (var at = 0; at < length;)
        {
            var size = random.Next(1, length - at + 1);
            cuts.Add((at, size));
            at += size;
        }

        return cuts;
    }
}
