using System.Diagnostics;
using System.Net;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Transport.Wire;
using Windrow.TransportHost;
using Windrow.TransportHost.Scenarios;

namespace Windrow.Fields.Tests.Transport;

public class ManyClientsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task A_thousand_idle_clients_cost_no_threads()
    {
        const int clients = 1_000;
        using var address = TestAddress.Unix();
        await using var server = new ServerRun($"{{{address.Server}}}", static _ => { });
        var listening = await server.Listening;
        var before = Process.GetCurrentProcess().Threads.Count;
        var connections = Enumerable.Range(0, clients).Select(id => TestClient.To(listening, id, clients, static settings => settings with { ResendWindow = 0 })).ToList();
        connections.ForEach(static connection => connection.Open(CancellationToken.None));
        server.Source.Registry!.Clients.Count.ShouldBe(clients);
        Process.GetCurrentProcess().Threads.Count.ShouldBeLessThan(before + 100);

        // Between them one works as if it were alone.
        for (var number = 1; number < 50; number++)
            connections[500].Send(500, number);
        await Task.Factory.StartNew(() => connections.ForEach(static connection => connection.Close(CancellationToken.None).ShouldBeNull()), TaskCreationOptions.LongRunning);
        connections.ForEach(static connection => connection.Dispose());
        await server.ToEnd(Patience);
        server.Counts.Accepted.ShouldBe(49);
    }

    [Fact]
    public async Task Client_waits_while_the_server_takes_nothing_and_memory_stays_within_its_credit()
    {
        const long credit = 1 << 20;
        using var address = TestAddress.Unix();
        await using var server = new ServerRun($"{{{address.Server}, credit-per-client: {credit}}}", static _ => { });
        server.Sink.Gate.Reset();
        var listening = await server.Listening;
        var sent = 0;
        var sending = Task.Factory.StartNew(
            () =>
            {
                using var connection = TestClient.To(listening, change: static settings => settings with { ResendWindow = 0 });
                var part = FieldPayload.Rent(Precision.Double, 8 << 10);
                for (; sent < 1_000; Interlocked.Increment(ref sent))
                    connection.Send(FrameKind.Field, Metadata.From(("number", (long)sent)), part, PayloadCode.Doubles, CancellationToken.None);
                part.Release();
                connection.Close(CancellationToken.None).ShouldBeNull();
            }, TaskCreationOptions.LongRunning);
        SpinWait.SpinUntil(() => server.Source.Registry is { InFlight: >= credit * 9 / 10 }, Patience).ShouldBeTrue();
        server.Source.Registry!.InFlight.ShouldBeLessThanOrEqualTo(credit);
        Volatile.Read(ref sent).ShouldBeLessThan(20);
        sending.IsCompleted.ShouldBeFalse();
        server.Sink.Gate.Set();
        await sending.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await server.ToEnd(Patience);
        server.Counts.Delivered.ShouldBe(1_000);
        server.Source.Registry.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Client_that_goes_without_closing_is_given_up_when_its_time_is_over()
    {
        using var address = TestAddress.Unix();
        await using var server = new ServerRun($"{{{address.Server}, client-timeout: 200ms}}", static _ => { });
        var connection = TestClient.To(await server.Listening);
        connection.Send(0, 1);
        connection.Push(TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => server.Counts.Accepted == 1, Patience).ShouldBeTrue();
        connection.Dispose();
        await server.ToEnd(Patience);
        server.Source.Registry!.Lost.ShouldBe(1);
        server.Source.Registry.Clients.ShouldHaveSingleItem().Frames.ShouldBe(1);
    }

    [Fact]
    public void Server_that_is_not_there_is_named_with_what_was_tried()
    {
        using var connection = TestClient.To(new IPEndPoint(IPAddress.Loopback, 1), change: static settings => settings with { Retries = 1 });
        Should.Throw<IOException>(() => connection.Open(CancellationToken.None)).Message.ShouldSatisfyAllConditions(
            text => text.ShouldContain("127.0.0.1:1"),
            text => text.ShouldContain("cannot be reached"),
            text => text.ShouldContain("2 attempts"));
    }
}
