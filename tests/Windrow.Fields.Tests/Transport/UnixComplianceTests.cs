namespace Windrow.Fields.Tests.Transport;

public sealed class UnixComplianceTests : TransportCompliance, IDisposable
{
    private readonly TestAddress _address = TestAddress.Unix();

    public void Dispose() => _address.Dispose();

    protected override Task<string> Run(string scenario) => SocketScenario.Run(scenario, _address);
}
