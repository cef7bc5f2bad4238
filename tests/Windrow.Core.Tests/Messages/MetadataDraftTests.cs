using FsCheck;
using FsCheck.Fluent;
using Windrow.Core.Messages;

namespace Windrow.Core.Tests.Messages;

public sealed class MetadataDraftTests
{
    [Fact]
    public void It_builds_what_a_builder_builds_whatever_is_set_in_whatever_order() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Key, int Value)[]>(), static sets =>
        {
            var draft = new MetadataDraft();
            var builder = new MetadataBuilder();
            foreach (var (key, value) in sets)
            {
                draft.Set($"key{key % 30}", (long)value);
                builder.Set($"key{key % 30}", (long)value);
            }

            var (expected, built) = (builder.Build(), draft.Build());
            return built.Equals(expected) && ReferenceEquals(built.Shape, expected.Shape) && draft.Count == expected.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_built_stays_as_it_is_when_the_draft_goes_on()
    {
        var draft = new MetadataDraft();
        draft.Set("step", 1L);
        var first = draft.Build();
        draft.Set("step", 2L);
        draft.Set("param", "sst");
        var copy = new MetadataDraft(draft);
        copy.Set("step", 3L);

        first.ShouldBe(Metadata.From(("step", 1L)));
        draft.Build().ShouldBe(Metadata.From(("param", "sst"), ("step", 2L)));
        copy.Build().ShouldBe(Metadata.From(("param", "sst"), ("step", 3L)));
        draft.Clear();
        draft.Build().ShouldBe(Metadata.Empty);
        draft.TryGet("step", out _).ShouldBeFalse();
    }
}
