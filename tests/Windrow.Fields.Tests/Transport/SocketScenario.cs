using Windrow.TransportHost;
using Windrow.TransportHost.Scenarios;

namespace Windrow.Fields.Tests.Transport;

/// <summary>Runs a scenario over sockets, with clients on threads of this process.</summary>
internal static class SocketScenario
{
    public static async Task<string> Run(string name, TestAddress address)
    {
        // One of its own: a scenario counts what it sees.
        var scenario = (Scenario)Activator.CreateInstance(Scenario.All.First(each => each.Name == name).GetType())!;
        ServerRun? run = null;
        await using var server = run = new ServerRun($"{{{address.Server}{(scenario.Server.Length > 0 ? ", " + scenario.Server : "")}}}", message => scenario.See(message, run!.Source));
        var listening = await server.Listening;
        await Task.WhenAll(Enumerable.Range(0, scenario.Clients).Select(client => Task.Factory.StartNew(
            () =>
            {
                using var connection = TestClient.To(listening, client, scenario.Clients);
                connection.Open(CancellationToken.None);
                scenario.Send(connection, client);
                connection.Close(CancellationToken.None).ShouldBeNull();
            }, TaskCreationOptions.LongRunning)));
        await server.ToEnd(TimeSpan.FromSeconds(60));
        scenario.End(server.Source);
        return string.Join('\n', scenario.Problems.Take(20).Concat(server.Dead.List().Select(static letter => letter.Failure.Reason)));
    }
}
