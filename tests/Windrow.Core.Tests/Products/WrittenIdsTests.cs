using Windrow.Core.Messages;
using Windrow.Core.Products;

namespace Windrow.Core.Tests.Products;

public class WrittenIdsTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(100_001)]
    [InlineData(2_500_000)]
    public void What_was_added_is_never_denied_and_other_ids_seldom_have_to_be_asked_for(int count)
    {
        var written = new WrittenIds();
        for (var number = 0; number < count; number++)
            written.Add(Id(number));
        var denied = 0;
        for (var number = 0; number < count; number++)
            denied += written.Contains(Id(number)) == false ? 1 : 0;
        denied.ShouldBe(0);
        var doubtful = 0;
        for (var number = count; number < count + 100_000; number++)
            doubtful += written.Contains(Id(number)) != false ? 1 : 0;
        doubtful.ShouldBeLessThan(1_000);
        written.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void What_was_taken_back_is_not_there_while_all_are_remembered()
    {
        var written = new WrittenIds();
        written.Add(Id(1));
        written.Contains(Id(1)).ShouldBe(true);
        written.Remove(Id(1));
        written.Contains(Id(1)).ShouldBe(false);
    }

    private static MessageId Id(int number) => default(MessageId).With((ulong)number);
}
