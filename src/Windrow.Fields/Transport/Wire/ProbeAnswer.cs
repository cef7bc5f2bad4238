using Windrow.Core;
using Windrow.Core.Binary;

namespace Windrow.Fields.Transport.Wire;

/// <summary>What a server answers to a probe: who it is, and what it has seen.</summary>
/// <param name="Source">Name of the transport source.</param>
/// <param name="Began">When it began to listen (UTC).</param>
/// <param name="Expected">How many clients it waits for.</param>
/// <param name="Lost">Clients that it has given up.</param>
/// <param name="OpenFields">Fields of which parts are missing.</param>
/// <param name="OpenBytes">Memory of these.</param>
/// <param name="Flushed">When a flush was last settled with everything before it (UTC); null: none yet.</param>
public sealed record ProbeAnswer(
    string Source, ProcessIdentity Process, DateTimeOffset Began, int Expected, int Lost, int OpenFields, long OpenBytes, DateTimeOffset? Flushed, IReadOnlyList<ProbedClient> Clients)
{
    // So that the answer of a server with very many stays one frame; the totals are of all.
    private const int ClientsAtMost = 10_000;

    internal void Write(ByteWriter writer)
    {
        writer.Int32(Hello.Version);
        writer.Text(Source);
        writer.Text(Process.Host);
        writer.Int32(Process.Id);
        writer.Int64(Began.UtcTicks);
        writer.Int32(Expected);
        writer.Int32(Lost);
        writer.Int32(OpenFields);
        writer.Int64(OpenBytes);
        writer.Int64(Flushed?.UtcTicks ?? 0);
        writer.Count(Math.Min(Clients.Count, ClientsAtMost));
        foreach (var client in Clients.Take(ClientsAtMost))
        {
            writer.Text(client.Name);
            writer.Byte((byte)client.State);
            writer.Int64(client.Messages);
            writer.Int64(client.Bytes);
            writer.Int64(client.InFlight);
        }
    }

    /// <exception cref="WireException">It is of another version.</exception>
    /// <exception cref="CorruptDataException">It ends too early.</exception>
    internal static ProbeAnswer Read(ReadOnlySpan<byte> head)
    {
        var reader = new ByteReader(head);
        var version = reader.Int32();
        if (version != Hello.Version)
            throw new WireException($"the server speaks version {version} of the transport, this program version {Hello.Version}; use the same version of Windrow on both sides");
        var (source, process, began) = (reader.Text(), new ProcessIdentity(reader.Text(), reader.Int32()), reader.Time());
        var (expected, lost, fields, bytes, flushed) = (reader.Int32(), reader.Int32(), reader.Int32(), reader.Int64(), reader.Time());
        var clients = new ProbedClient[reader.Items()];
        for (var i = 0; i < clients.Length; i++)
            clients[i] = new ProbedClient(reader.Text(), (ClientState)reader.Byte(), reader.Int64(), reader.Int64(), reader.Int64());
        return new ProbeAnswer(source, process, began, expected, lost, fields, bytes, flushed.Ticks == 0 ? null : flushed, clients);
    }
}
