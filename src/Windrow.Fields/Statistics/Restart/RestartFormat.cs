using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;

namespace Windrow.Fields.Statistics.Restart;

/// <summary>
/// The layout of a restart file: eight bytes that name format and version, the states of the series one behind the other, the index of
/// them with the points of every share, and at the end 32 bytes: where the index begins, how long it is, and its checksum. Little-endian; every state has a checksum in the
/// index, so a file is either read as it was written or refused.
/// </summary>
internal static class RestartFormat
{
    public const int TrailerLength = 32;

    /// <summary>The last byte is the version.</summary>
    public static ReadOnlySpan<byte> Magic => "WRSTATS\x01"u8;

    public static void WriteIndex(ByteWriter writer, string declaration, IReadOnlyCollection<RestartPiece> pieces)
    {
        // The shares of a client are the same in all its series.
        var maps = new Dictionary<PointRun[], int>(ReferenceEqualityComparer.Instance);
        foreach (var piece in pieces)
            maps.TryAdd(piece.Runs, maps.Count);
        writer.Text(declaration);
        writer.Count(maps.Count);
        foreach (var runs in maps.Keys)
            writer.Values<PointRun>(runs);
        writer.Count(pieces.Count);
        foreach (var piece in pieces)
        {
            WriteId(writer, piece.Identity);
            writer.Text(piece.Name);
            writer.Text(piece.Client);
            writer.Int32(piece.GlobalPoints);
            writer.Int32(piece.Points);
            writer.Byte((byte)piece.Precision);
            writer.Count(maps[piece.Runs]);
            writer.Int64(piece.Offset);
            writer.Int32(piece.Length);
            WriteId(writer, piece.Check);
        }
    }

    /// <exception cref="CorruptDataException">The bytes are no index.</exception>
    public static List<RestartPiece> ReadIndex(ReadOnlySpan<byte> index, string file, long statesEnd, out string declaration)
    {
        var reader = new ByteReader(index);
        declaration = reader.Text();
        var maps = new PointRun[reader.Items()][];
        for (var i = 0; i < maps.Length; i++)
            maps[i] = Runs(reader.Block());
        var count = reader.Items();
        var pieces = new List<RestartPiece>(count);
        for (var i = 0; i < count; i++)
        {
            var piece = new RestartPiece(
                ReadId(ref reader), reader.Text(), reader.Text(), reader.Int32(), reader.Int32(), (Precision)reader.Byte(), Map(maps, reader.Count()), reader.Int64(), reader.Int32(), ReadId(ref reader))
            { File = file };
            Check(piece, statesEnd);
            pieces.Add(piece);
        }

        return pieces;
    }

    public static byte[] Trailer(long offset, int length, MessageId check)
    {
        var writer = new ByteWriter();
        writer.Int64(offset);
        writer.Int64(length);
        WriteId(writer, check);
        return writer.Written.ToArray();
    }

    public static (long Offset, long Length, MessageId Check) ReadTrailer(ReadOnlySpan<byte> trailer)
    {
        var reader = new ByteReader(trailer);
        return (reader.Int64(), reader.Int64(), ReadId(ref reader));
    }

    private static PointRun[] Map(PointRun[][] maps, long number) => number < maps.Length ? maps[number] : throw new CorruptDataException($"points of share {number} of {maps.Length}");

    private static PointRun[] Runs(ReadOnlySpan<byte> block) => block.Length % Unsafe.SizeOf<PointRun>() == 0
        ? MemoryMarshal.Cast<byte, PointRun>(block).ToArray()
        : throw new CorruptDataException("runs of points that are none");

    private static void Check(RestartPiece piece, long statesEnd)
    {
        if (piece.Points < 0 || piece.GlobalPoints < 0 || piece.Precision > Precision.Single || piece.Offset < Magic.Length || piece.Length < 0 || piece.Offset > statesEnd - piece.Length)
            throw new CorruptDataException($"a series of {piece.Points} points, {piece.Length} bytes at {piece.Offset}");
        foreach (var run in piece.Runs)
        {
            if (run.From < 0 || run.To < 0 || run.Length < 1 || run.From > piece.Points - run.Length || run.To > piece.GlobalPoints - run.Length)
                throw new CorruptDataException($"points {run.From} to {run.From + (long)run.Length} of {piece.Points} at {run.To} of {piece.GlobalPoints}");
        }
    }

    private static void WriteId(ByteWriter writer, MessageId id)
    {
        writer.UInt64(id.High);
        writer.UInt64(id.Low);
    }

    private static MessageId ReadId(ref ByteReader reader) => new(reader.UInt64(), reader.UInt64());
}
