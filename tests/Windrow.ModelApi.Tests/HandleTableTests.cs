using Windrow.ModelApi.Failures;
using Windrow.ModelApi.Handles;

namespace Windrow.ModelApi.Tests;

public sealed class HandleTableTests
{
    private readonly HandleTable<string> _table = new(7, "multio_test_t");

    [Fact]
    public void A_handle_gives_its_object_until_it_is_removed_and_never_that_of_a_later_one()
    {
        var first = _table.Add("first");
        _table[first].ShouldBe("first");
        _table.Remove(first).ShouldBe("first");
        var second = _table.Add("second");

        second.ShouldNotBe(first);
        _table[second].ShouldBe("second");
        Should.Throw<ModelException>(() => _table[first]).Message.ShouldContain("is no multio_test_t, or one that was deleted");
        Should.Throw<ModelException>(() => _table.Remove(first));
        _table.Find(first).ShouldBeNull();
    }

    [Fact]
    public void Null_another_types_handle_and_any_number_are_told()
    {
        var other = new HandleTable<string>(8, "multio_other_t").Add("other");
        _table.Add("mine");

        Should.Throw<ModelException>(() => _table[0]).Message.ShouldContain("null pointer");
        Should.Throw<ModelException>(() => _table[other]);
        Should.Throw<ModelException>(() => _table[-1]);
        Should.Throw<ModelException>(() => _table[unchecked((nint)0x7f00_1234_5678)]);
    }

    [Fact]
    public void Many_objects_at_the_same_time_keep_apart_with_several_threads()
    {
        Parallel.For(0, 8, thread =>
        {
            var handles = Enumerable.Range(0, 1_000).Select(number => _table.Add($"{thread}/{number}")).ToList();
            for (var number = 0; number < handles.Count; number++)
                _table[handles[number]].ShouldBe($"{thread}/{number}");
            handles.ForEach(handle => _table.Remove(handle));
        });
    }
}
