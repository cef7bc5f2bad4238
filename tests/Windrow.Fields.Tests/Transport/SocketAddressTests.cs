using System.Net;
using Windrow.Fields.Transport.Sockets;
using Windrow.TransportHost;
using Windrow.TransportHost.Scenarios;

namespace Windrow.Fields.Tests.Transport;

public class SocketAddressTests
{
    [Fact]
    public async Task Server_that_is_named_by_its_host_is_reached_by_that_name()
    {
        await using var server = new ServerRun("{listen: \"0\"}", static _ => { });
        var port = ((IPEndPoint)await server.Listening).Port;
        using var connection = TestClient.To(new DnsEndPoint("localhost", port));
        connection.Send(0, 1);
        await Task.Factory.StartNew(() => connection.Close(CancellationToken.None).ShouldBeNull(), TaskCreationOptions.LongRunning);
        await server.ToEnd(TimeSpan.FromSeconds(60));
        server.Counts.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task Names_that_have_addresses_of_both_families_are_listened_at_by_the_one_that_clients_have_too() =>
        (await SocketAddresses.Resolve(new DnsEndPoint("localhost", 7), TestContext.Current.CancellationToken)).Address.ShouldBe(IPAddress.Loopback);
}
