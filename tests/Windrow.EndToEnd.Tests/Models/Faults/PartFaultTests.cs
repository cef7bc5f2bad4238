using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Windrow.Core.Errors;
using Windrow.Fields.Models;

namespace Windrow.EndToEnd.Tests.Models.Faults;

/// <summary>Ranks that send other things than they should, in another order, or no frames at all.</summary>
public sealed class PartFaultTests
{
    private const string Single = "{type: single-field-sink}";

    [Fact]
    public async Task Parts_that_come_twice_or_in_any_order_or_before_their_domain_make_the_fields_that_they_should()
    {
        using var ocean = new SmallOcean("", Single);
        using var server = ocean.StartServer();
        await server.Until(() => ocean.Probe() is not null, "the server listens");
        var ranks = Enumerable.Range(0, SmallOcean.Ranks).Select(rank => ocean.Connect(rank)).ToList();

        // The first has its points and is at the third step, and begins again; the last has sent all before it says where that belongs.
        ocean.Declare(ranks[0], 0);
        foreach (var step in (int[])[3, 1, 2, 1, 3])
            ocean.Write(ranks[0], 0, step);
        await server.Until(() => ocean.Received() >= 11, "its repetitions have come, while the fields are open");
        foreach (var step in (int[])[2, 3, 1])
            ocean.Write(ranks[2], 2, step);
        ocean.Declare(ranks[2], 2 * ocean.Share);
        ocean.Declare(ranks[1], ocean.Share);
        for (var step = 1; step <= 3; step++)
            ocean.Write(ranks[1], 1, step);
        await Close(ranks);

        (await server.Ended()).ShouldEndWith(0).Error.ShouldContain("multio-clients/0");
        for (var step = 1; step <= 3; step++)
            ShouldBeWhole(ocean, step);
    }

    [Fact]
    public async Task A_rank_with_a_wrong_domain_or_a_part_of_another_size_is_told_and_the_other_fields_are_whole()
    {
        using var ocean = new SmallOcean("", Single);
        using var server = ocean.StartServer();
        await server.Until(() => ocean.Probe() is not null, "the server listens");
        var ranks = Enumerable.Range(0, SmallOcean.Ranks).Select(rank => ocean.Connect(rank)).ToList();

        Should.Throw<FailureException>(() => ocean.Declare(ranks[2], SmallOcean.Ranks * ocean.Share)).Message.ShouldContain("6000");
        for (var rank = 0; rank < SmallOcean.Ranks; rank++)
            ocean.Declare(ranks[rank], rank * ocean.Share);
        Should.Throw<FailureException>(() => ocean.Declare(ranks[2], 0)).Message.ShouldContain("T grid");

        await SmallOcean.All(ranks, (client, rank) => ocean.Write(client, rank, 1));
        ocean.WriteOne(ranks[0], 0, 2, 0, less: 1);
        await SmallOcean.All(ranks, static (client, _) =>
        {
            Should.Throw<FailureException>(() => SmallOcean.Flush(client, 2)).Message.ShouldContain("1 messages before the flush have become dead letters");
            client.CloseConnections();
            client.Close();
        });

        (await server.Ended()).ShouldEndWith(5).Error.ShouldContain("1999");
        ShouldBeWhole(ocean, 1);
    }

    [Fact]
    public async Task Whatever_strangers_send_a_server_goes_on_for_its_clients()
    {
        using var ocean = new SmallOcean("", Single);
        using var server = ocean.StartServer();
        await server.Until(() => ocean.Probe() is not null, "the server listens");
        var random = new Random(7);
        byte[][] streams = [Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"), [], [0x57], Header(1, int.MaxValue, 0), Header(21, 0, long.MaxValue), Header(1, 1 << 20, 0), Header(6, 100, 0),
            .. Enumerable.Range(0, 200).Select(_ => Noise(random))];
        var ranks = Enumerable.Range(0, SmallOcean.Ranks).Select(rank => ocean.Rank(rank)).ToList();
        var step = 0;
        foreach (var chunk in streams.Chunk(50))
        {
            foreach (var stream in chunk)
                await Send(ocean.Port, stream);
            step++;
            await SmallOcean.All(ranks, (client, rank) => ocean.Write(client, rank, step));
        }

        ocean.Probe()!.Clients.Count.ShouldBe(SmallOcean.Ranks);
        await Close(ranks);
        (await server.Ended()).ShouldEndWith(0).PeakMemory.ShouldBeLessThan(400L << 20);
        for (; step > 0; step--)
            ShouldBeWhole(ocean, step);
    }

    private static Task Close(List<ModelClient> ranks) => SmallOcean.All(ranks, static (client, _) =>
    {
        client.CloseConnections();
        client.Close();
    });

    private static void ShouldBeWhole(SmallOcean ocean, int step)
    {
        for (var field = 0; field < 2; field++)
        {
            var values = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(ocean.Scratch[$"0::{262_100 + field}::{step}"])).ToArray();
            values.ShouldBe(Enumerable.Range(0, SmallOcean.Ranks * ocean.Share).Select(point => SmallOcean.ValueOf(field, step, point)));
        }
    }

    // What comes back does not matter; that the connection is ended does.
    private static async Task Send(int port, byte[] stream)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), TestContext.Current.CancellationToken);
        try
        {
            await socket.SendAsync(stream, SocketFlags.None);
            socket.Shutdown(SocketShutdown.Send);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (await socket.ReceiveAsync(new byte[4096].AsMemory(), SocketFlags.None, patience.Token) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Ended while it was sent to.
        }
    }

    // A frame's first bytes: mark, kind, form, length of the head and of the payload, number.
    private static byte[] Header(byte kind, int head, long payload) =>
        [0x57, 0x52, kind, (byte)(payload > 0 ? 1 : 0), .. BitConverter.GetBytes(head), .. BitConverter.GetBytes(payload), .. BitConverter.GetBytes(kind >= 16 ? 1L : 0L), .. new byte[64]];

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, 400)];
        random.NextBytes(noise);
        return random.Next(2) == 0 ? noise : [.. Header((byte)random.Next(1, 24), random.Next(400), random.Next(400)), .. noise];
    }
}
