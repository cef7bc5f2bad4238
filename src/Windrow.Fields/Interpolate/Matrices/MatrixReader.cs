using System.Text;
using Windrow.Core.Binary;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate.Matrices;

/// <summary>Reads a file of weights, in whichever of the two forms it is.</summary>
internal static class MatrixReader
{
    /// <param name="identity">What the file says it was made for; zeros: it does not say.</param>
    /// <exception cref="CorruptDataException">It is neither.</exception>
    public static SparseMatrix Read(IFileSystem files, string path, out MessageId identity)
    {
        identity = default;
        using var stream = files.OpenRead(path);
        Span<byte> magic = stackalloc byte[8];
        var read = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (read == magic.Length && magic.SequenceEqual(MatrixFile.Magic))
            return MatrixFile.Read(stream, out identity);
        if (read == magic.Length && magic[..7].SequenceEqual(MatrixFile.Magic[..7]))
            throw new CorruptDataException($"it is of version {magic[7]} of the format, this program reads version {MatrixFile.Magic[7]}");
        stream.Position = 0;
        using var text = new StreamReader(stream, Encoding.UTF8);
        return MatrixText.Read(text);
    }
}
