using Windrow.Testing.Servers;

// One broker for all tests, started by the first that wants it.
[assembly: AssemblyFixture(typeof(RabbitServer))]
