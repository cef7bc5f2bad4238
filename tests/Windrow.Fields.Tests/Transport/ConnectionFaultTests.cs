using Windrow.Core.Messages;
using Windrow.Fields.Transport.Client;
using Windrow.TransportHost;
using Windrow.TransportHost.Scenarios;

namespace Windrow.Fields.Tests.Transport;

public class ConnectionFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public static TheoryData<int> Seeds => Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1" ? [.. Enumerable.Range(1, 60)] : [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Connections_that_are_cut_at_any_byte_lose_and_repeat_nothing(int seed)
    {
        var scenario = new KeepsOrderAndTypes();
        ServerRun? run = null;
        await using var server = run = new ServerRun("{listen: \"0\"}", message => scenario.See(message, run!.Source));
        using var proxy = new CuttingProxy(await server.Listening, cuts: 25, seed);
        await Task.WhenAll(Enumerable.Range(0, scenario.Clients).Select(client => Task.Factory.StartNew(
            () =>
            {
                // A small window, so that it fills up too.
                using var connection = TestClient.To(proxy.Address, client, scenario.Clients, settings => settings with { Retries = 100, ResendWindow = 8 << 20 });
                connection.Open(CancellationToken.None);
                scenario.Send(connection, client);
                connection.Close(CancellationToken.None).ShouldBeNull();
                connection.Lost.ShouldBe(0);
            }, TaskCreationOptions.LongRunning)));
        await server.ToEnd(Patience);
        scenario.End(server.Source);
        string.Join('\n', scenario.Problems.Take(10)).ShouldBe("");
        proxy.Connections.ShouldBeGreaterThan(10);
        server.Counts.Accepted.ShouldBe(900);
    }

    [Fact]
    public async Task Without_a_window_what_was_under_way_is_lost_and_counted()
    {
        var seen = 0;
        await using var server = new ServerRun("{listen: \"0\"}", message => seen += message.Kind == MessageKind.Field ? 1 : 0);
        using var proxy = new CuttingProxy(await server.Listening, cuts: 3, seed: 5);
        using var connection = TestClient.To(proxy.Address, change: static settings => settings with { Retries = 100, ResendWindow = 0 });
        await Task.Factory.StartNew(
            () =>
            {
                for (var number = 1; number <= 400; number++)
                {
                    if (number % 50 != 0)
                        connection.Send(0, number);
                }

                connection.Close(CancellationToken.None).ShouldBeNull();
            }, TaskCreationOptions.LongRunning);
        await server.ToEnd(Patience);
        connection.Lost.ShouldBeGreaterThan(0);
        (seen + connection.Lost).ShouldBe(392);
    }

    [Fact]
    public async Task Server_that_is_started_again_gets_declarations_and_all_since_the_last_durable_flush()
    {
        var (first, second) = await OverTwoServers(ResendUntil.Flush, static connection => connection.Lost.ShouldBe(0));
        Numbers(first).ShouldBe([1, 2, 3, 4, 5]);
        second[0].Kind.ShouldBe(MessageKind.Domain);
        Numbers(second).ShouldBe([4, 5, 6, 7]);

        // What comes again is the same message, so that folds know it.
        var again = second.Where(static message => message.Kind == MessageKind.Field).Take(2).Select(static message => message.Id);
        again.ShouldBe(first.Where(static message => message.Kind == MessageKind.Field).Skip(3).Select(static message => message.Id));
    }

    [Fact]
    public async Task Server_that_is_started_again_without_a_window_until_flush_has_lost_what_was_not_durable()
    {
        var lost = 0L;
        var (first, second) = await OverTwoServers(ResendUntil.Received, connection => lost = connection.Lost);
        Numbers(first).ShouldBe([1, 2, 3, 4, 5]);
        second[0].Kind.ShouldBe(MessageKind.Domain);
        Numbers(second).ShouldBe([6, 7]);

        // Of the last message it may or may not have heard that it had arrived.
        (lost + second.Count(static message => message.Kind == MessageKind.Notification)).ShouldBe(3);
    }

    private static long[] Numbers(IEnumerable<Message> messages) => [.. messages.Where(static message => message.Kind == MessageKind.Field).Select(static message => message.Metadata.TryGetInt64("number", out var number) ? number : -1)];

    private static async Task<(List<Message> First, List<Message> Second)> OverTwoServers(ResendUntil until, Action<ServerConnection> check)
    {
        using var address = TestAddress.Tcp();
        var (first, second) = (new List<Message>(), new List<Message>());
        ServerConnection connection;
        await using (var server = new ServerRun($"{{{address.Server}}}", message => first.Add(Copy(message))))
        {
            connection = TestClient.To(await server.Listening, change: settings => until == ResendUntil.Flush ? settings with { UntilFlush = true } : settings with { ResendWindow = 16 << 10 });
            connection.Send(0, 0); // a domain
            for (var number = 1; number <= 3; number++)
                connection.Send(0, number);
            connection.Flush(0);
            connection.WaitDurable(Patience, CancellationToken.None).ShouldBeTrue();
            connection.Send(0, 4);
            connection.Send(0, 5);
            connection.Send(Fields.Transport.Wire.FrameKind.Notification, Metadata.From(("said", true)), Core.Payloads.Payload.None, 0, CancellationToken.None);
            SpinWait.SpinUntil(() => server.Counts.Delivered >= 7, Patience).ShouldBeTrue();

            // A window that keeps frames until they have arrived lets go when it hears of it.
            SpinWait.SpinUntil(
                () =>
                {
                    connection.Look();
                    return connection.Kept <= (until == ResendUntil.Flush ? 3 : 1);
                }, Patience).ShouldBeTrue();
        }

        await using (var server = new ServerRun($"{{{address.Server}}}", message => second.Add(Copy(message))))
        {
            await server.Listening;
            connection.Send(0, 6);
            connection.Send(0, 7);
            connection.Close(CancellationToken.None).ShouldBeNull();
            check(connection);
            connection.Dispose();
            await server.ToEnd(Patience);
        }

        return (first, second);
    }

    private static Message Copy(Message message) => new(message.Id, message.Kind, message.Metadata, Core.Payloads.Payload.None, null, message.Origin);
}
