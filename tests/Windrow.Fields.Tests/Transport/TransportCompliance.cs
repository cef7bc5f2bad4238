using Windrow.TransportHost.Scenarios;

namespace Windrow.Fields.Tests.Transport;

/// <summary>What every transport has to do alike. A new one gives a way to run a server and its clients, and has the scenarios for nothing.</summary>
public abstract class TransportCompliance
{
    public static TheoryData<string> Scenarios => [.. Scenario.All.Select(static scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Transport_does_what_all_transports_do(string scenario) => (await Run(scenario)).ShouldBe("");

    /// <returns>What has gone wrong, a line for each.</returns>
    protected abstract Task<string> Run(string scenario);
}
