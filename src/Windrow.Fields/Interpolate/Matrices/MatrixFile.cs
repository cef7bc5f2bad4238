using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate.Matrices;

/// <summary>
/// Weights as a file, little-endian: eight bytes that name format and version (<c>WRMATRX</c>, 1); a header of 52 bytes: identity of the request (16), checksum
/// of the arrays (16), rows (4), columns (4), entries (4), checksum of the header up to here (8); then the arrays: where the rows begin (rows + 1 integers of 32 bits),
/// the source point of each entry (32 bits, from 0, ascending in a row), the weights (doubles). An identity of zeros belongs to a file that was made by hand.
/// </summary>
internal static class MatrixFile
{
    private const int HeaderLength = 52;
    private const int ChunkBytes = 16 << 20;

    /// <summary>The last byte is the version.</summary>
    public static ReadOnlySpan<byte> Magic => "WRMATRX\x01"u8;

    public static void Write(IWritableFile file, SparseMatrix matrix, MessageId identity)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        Put(header, identity);
        Put(header[16..], Check(matrix));
        BinaryPrimitives.WriteInt32LittleEndian(header[32..], matrix.Rows);
        BinaryPrimitives.WriteInt32LittleEndian(header[36..], matrix.Columns);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], matrix.Entries);
        BinaryPrimitives.WriteUInt64LittleEndian(header[44..], default(MessageId).With(header[..44]).Low);
        file.Write(Magic);
        file.Write(header);
        WriteAll(file, matrix.Starts);
        WriteAll(file, matrix.Points);
        WriteAll(file, matrix.Weights);
    }

    /// <summary>Reads a file that begins with <see cref="Magic"/>, which has been read already.</summary>
    /// <exception cref="CorruptDataException">It is not whole, or not as it was written.</exception>
    public static SparseMatrix Read(Stream stream, out MessageId identity)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        Fill(stream, header);
        if (BinaryPrimitives.ReadUInt64LittleEndian(header[44..]) != default(MessageId).With(header[..44]).Low)
            throw new CorruptDataException("its header does not fit its checksum");
        identity = Take(header);
        var (rows, columns, entries) = (BinaryPrimitives.ReadInt32LittleEndian(header[32..]), BinaryPrimitives.ReadInt32LittleEndian(header[36..]), BinaryPrimitives.ReadInt32LittleEndian(header[40..]));
        if (rows < 0 || rows == int.MaxValue || columns < 0 || entries is < 0 or > SparseMatrix.MostEntries)
            throw new CorruptDataException($"a matrix of {rows} rows, {columns} columns and {entries} entries");

        // A file that is cut short shall not cost the memory that its header asks for.
        if (stream.CanSeek && stream.Length - stream.Position != ((rows + 1L) * 4) + (entries * 12L))
            throw new CorruptDataException($"{stream.Length - stream.Position} bytes behind the header of a matrix of {rows} rows and {entries} entries");
        var (starts, points, weights) = (new int[rows + 1], new int[entries], new double[entries]);
        ReadAll<int>(stream, starts);
        ReadAll<int>(stream, points);
        ReadAll<double>(stream, weights);
        SparseMatrix matrix;
        try
        {
            matrix = new SparseMatrix(columns, starts, points, weights);
        }
        catch (ArgumentException exception)
        {
            throw new CorruptDataException(exception.Message);
        }

        return Check(matrix) == Take(header[16..]) ? matrix : throw new CorruptDataException("its weights do not fit their checksum");
    }

    private static MessageId Check(SparseMatrix matrix) => WithAll(WithAll(WithAll(default, matrix.Starts), matrix.Points), matrix.Weights);

    private static MessageId WithAll<T>(MessageId id, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (; values.Length > 0; values = values[Math.Min(values.Length, ChunkBytes / 8)..])
            id = id.With(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, ChunkBytes / 8)]));
        return id;
    }

    private static void WriteAll<T>(IWritableFile file, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (; values.Length > 0; values = values[Math.Min(values.Length, ChunkBytes / 8)..])
            file.Write(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, ChunkBytes / 8)]));
    }

    private static void ReadAll<T>(Stream stream, Span<T> values)
        where T : unmanaged
    {
        for (; values.Length > 0; values = values[Math.Min(values.Length, ChunkBytes / 8)..])
            Fill(stream, MemoryMarshal.AsBytes(values[..Math.Min(values.Length, ChunkBytes / 8)]));
    }

    private static void Fill(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new CorruptDataException("it ends too early");
    }

    private static void Put(Span<byte> bytes, MessageId id)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, id.High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], id.Low);
    }

    private static MessageId Take(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
}
