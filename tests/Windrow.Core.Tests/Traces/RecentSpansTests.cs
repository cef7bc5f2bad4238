using System.Diagnostics;
using Windrow.Core.Messages;
using Windrow.Core.Traces;

namespace Windrow.Core.Tests.Traces;

public sealed class RecentSpansTests
{
    private static readonly ActivitySpanId Span = ActivitySpanId.CreateFromString("00000000000000a1");
    private static readonly ActivitySpanId Other = ActivitySpanId.CreateFromString("00000000000000a2");

    [Fact]
    public void All_of_the_last_are_known_and_none_before()
    {
        var spans = new RecentSpans(most: 1_000);
        for (var i = 0ul; i < 3_000; i++)
            spans.Add(Id(i), Span);
        for (var i = 0ul; i < 3_000; i++)
            (spans.Find(Id(i)) is not null).ShouldBe(i >= 2_000, $"message {i}");
    }

    [Fact]
    public void One_that_comes_again_is_as_new_as_then()
    {
        var spans = new RecentSpans(most: 3);
        spans.Add(Id(1), Span);
        spans.Add(Id(2), Span);
        spans.Add(Id(1), Other);
        spans.Add(Id(3), Span);
        spans.Find(Id(1)).ShouldBe(Other);
        spans.Add(Id(4), Span);
        spans.Find(Id(2)).ShouldBeNull();
        spans.Find(Id(1)).ShouldBe(Other);
        spans.Add(Id(5), Span);
        spans.Find(Id(1)).ShouldBeNull();
    }

    private static MessageId Id(ulong number) => default(MessageId).With(number);
}
