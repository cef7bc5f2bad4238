using Windrow.Fields.PlanFiles.Servers;

namespace Windrow.Fields.Tests.PlanFiles;

public sealed class ServerSettingsTests : IDisposable
{
    private readonly PlanText _text = new();

    public void Dispose() => _text.Dispose();

    [Fact]
    public void Mpi_groups_have_multios_names_unless_told_otherwise()
    {
        var settings = Read("server: {transport: mpi, group: nemo, step-meter-file: meter, plans: []}").ShouldNotBeNull();
        settings.Transport.ShouldBe(TransportKind.Mpi);
        (settings.Mpi.Group, settings.Mpi.ClientGroup, settings.Mpi.ServerGroup).ShouldBe(("nemo", "nemo-clients", "nemo-servers"));
        settings.Mpi.ClientPool.ShouldBe(new BufferPoolSettings(null, 64L << 20));
        settings.Distribution.ShouldBe(ServerDistribution.HashedToSingle);
        settings.UsedServers.ShouldBe(1);
        settings.StepMeterFile.ShouldBe("meter");
    }

    [Fact]
    public void The_environment_sets_buffers_and_how_servers_are_chosen()
    {
        _text.Environment["MULTIO_MPI_POOL_SIZE"] = "8";
        _text.Environment["MULTIO_SERVER_MPI_POOL_SIZE"] = "4";
        _text.Environment["MULTIO_CLIENT_MPI_BUFFER_SIZE"] = "1048576";
        _text.Environment["MULTIO_SERVER_DISTRIBUTION"] = "hashed_cyclic";
        _text.Environment["MULTIO_USED_SERVERS"] = "3";
        var settings = Read("server: {transport: mpi, plans: []}").ShouldNotBeNull();
        settings.Mpi.ClientPool.ShouldBe(new BufferPoolSettings(8, 1 << 20));
        settings.Mpi.ServerPool.ShouldBe(new BufferPoolSettings(4, 64L << 20));
        (settings.Distribution, settings.UsedServers).ShouldBe((ServerDistribution.HashedCyclic, 3));
    }

    [Fact]
    public void Communicators_are_read_as_they_are_named()
    {
        var settings = Read("""
            mpi-communicators:
              nemo: {type: passed, default: world}
              nemo-servers: {type: split, parent: nemo, color: 888}
            server: {transport: mpi, group: nemo, plans: []}
            """).ShouldNotBeNull();
        settings.Mpi.Communicators.ShouldBe([new CommunicatorSettings("nemo", false, "world", null, null), new CommunicatorSettings("nemo-servers", true, null, "nemo", 888)]);
        _text.Native("mpi-communicators: {a: {type: split, color: 1}}\nserver: {transport: mpi, plans: []}", "server").ShouldContain("    communicators:\n      - name: a\n        type: split\n        color: 1");
    }

    [Theory]
    [InlineData("server: {transport: tcp, plans: []}", "a server over TCP needs 'servers'")]
    [InlineData("server: {transport: udp, plans: []}", "there is no transport 'udp'")]
    [InlineData("server: {plans: []}", "a server section needs 'transport'")]
    [InlineData("server: {transport: tcp, servers: [{host: a, ports: [70000]}], plans: []}", "'ports' needs a whole number up to 65535")]
    [InlineData("server: {transport: tcp, servers: [localhost], plans: []}", "each of the 'servers' is a mapping with 'host' and 'ports'")]
    public void What_is_wrong_is_told(string text, string finding)
    {
        Read(text).ShouldBeNull();
        _text.Findings.ShouldContain(finding);
    }

    [Fact]
    public void Threads_become_sockets_of_the_machine()
    {
        Read("server: {transport: thread, clientCount: 5, plans: []}").ShouldNotBeNull().Transport.ShouldBe(TransportKind.Unix);
        _text.Findings.ShouldContain("'thread' is taken as 'unix'");
    }

    [Fact]
    public void A_socket_has_one_path_for_both_ends_of_a_file()
    {
        _text.Environment["XDG_RUNTIME_DIR"] = "/run/user/7";
        const string Text = "client: {plans: [{name: a, actions: [{type: transport, target: io}]}]}\nio: {transport: unix, plans: []}";
        var server = _text.Native(Text, "io");
        var client = _text.Native(Text);
        var path = server[(server.IndexOf("path: ", StringComparison.Ordinal) + 6)..server.IndexOf(".sock", StringComparison.Ordinal)];
        path.ShouldStartWith("/run/user/7/windrow-io-");
        client.ShouldContain($"paths: [{path}.sock]");
        _text.Native(Text.Replace("unix,", "unix, path: /tmp/io.sock,", StringComparison.Ordinal), "io").ShouldContain("path: /tmp/io.sock");
    }

    [Fact]
    public void The_port_of_the_process_says_which_server_or_client_it_is()
    {
        const string Text = "client: {plans: [{name: a, actions: [{type: transport, target: io}]}]}\nio: {transport: tcp, servers: [{host: a, ports: [1, 2]}], clients: [{host: a, ports: [3, 4]}], plans: []}";
        _text.Native(Text, "io").ShouldContain("local-port: 1\n");
        _text.Findings.ShouldContain("nothing says which of the servers this process is; it takes port 1");
        var file = _text.Read(Text)!;
        file.LocalPort = 2;
        file.Translate("io")!.ToString().ShouldContain("local-port: 2\n");
        _text.Findings.ShouldBe("");
        file.LocalPort = 4;
        file.Translate("client")!.ToString().ShouldContain("local-port: 4\n");

        file.LocalPort = 9;
        file.Translate("io");
        _text.Findings.ShouldContain("none of the servers has the port 9");
        _text.Findings.ShouldContain("give one of 1, 2 as --port");
    }

    private ServerSettings? Read(string text) => _text.Read(text)!.ServerSettings("server");
}
