// One process of an MPI job: rank 0 is the server, the others are clients. Prints what is wrong, and ends with 1 then.
using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Fields.Transport.Client;
using Windrow.Native.Mpi;
using Windrow.TransportHost;
using Windrow.TransportHost.Scenarios;

var scenario = Scenario.All.FirstOrDefault(each => args is [var name] && each.Name == name);
if (scenario is null)
{
    Console.Error.WriteLine($"give one of: {string.Join(", ", Scenario.All.Select(static each => each.Name))}");
    return 2;
}

MpiProcess.Enter();
if (MpiCommunicator.World.Rank == 0)
{
    ServerRun? run = null;
    await using var server = run = new ServerRun($"{{transport: mpi, group: multio{(scenario.Server.Length > 0 ? ", " + scenario.Server : "")}}}", message => scenario.See(message, run!.Source));
    await server.ToEnd(TimeSpan.FromSeconds(60));
    scenario.End(server.Source);
}
else
{
    var options = Options.Bind(TransportTargetOptions.Set, "{transport: mpi, group: multio}");
    var target = ClientTarget.Make(options, Options.PlugIn(new EngineServices()), new FlowShared());
    foreach (var connection in target.Servers)
    {
        connection.Open(CancellationToken.None);
        scenario.Send(connection, (int)target.Peer.Id - 1);
    }

    target.Close(CancellationToken.None);
}

MpiProcess.Leave();
foreach (var problem in scenario.Problems.Take(20))
    Console.WriteLine(problem);
return scenario.Problems.Count > 0 ? 1 : 0;
