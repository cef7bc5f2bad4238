namespace Windrow.Fields.Tests.Transport;

public class TcpComplianceTests : TransportCompliance
{
    protected override Task<string> Run(string scenario) => SocketScenario.Run(scenario, TestAddress.Tcp());
}
