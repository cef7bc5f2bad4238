using Windrow.Events.Clowder.Serving;

namespace Windrow.Events.Tests.Clowder.Serving;

public sealed class ObjectIdsTests
{
    /// <summary>The last of several jobs is found by its id, so one that is made after a restart is to be behind the one before, also within a second.</summary>
    [Fact]
    public void Ids_rise_within_a_process_and_from_one_to_the_next()
    {
        var time = new ManualTime();
        var ids = new List<string>();
        for (var process = 0; process < 200; process++)
        {
            var made = new ObjectIds(time, new Random(process));
            ids.AddRange(Enumerable.Range(0, 3).Select(_ => made.Next()));
            time.Advance(TimeSpan.FromMilliseconds(7));
            ids.Add(made.Next());
        }

        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.ShouldBeUnique();
        ids.ShouldAllBe(static id => ObjectIds.IsOne(id));
    }
}
