using Windrow.Core.Flows;

namespace Windrow.Core.Tests.Flows;

public sealed class FlowSharedTests
{
    [Fact]
    public void Everyone_in_a_flow_gets_the_same_object_of_a_type_and_another_flow_another()
    {
        var shared = new FlowShared();

        shared.Get<List<int>>().ShouldBeSameAs(shared.Get<List<int>>());
        shared.Get<List<string>>().ShouldNotBeNull();
        new FlowShared().Get<List<int>>().ShouldNotBeSameAs(shared.Get<List<int>>());
    }
}
