using System.Globalization;
using Windrow.Core.Binary;
using Windrow.Core.IO;

namespace Windrow.Core.Sources;

/// <summary>An input that was moved away when it was done, noted so that it, and nothing else, can be removed one day.</summary>
/// <param name="Root">The directory that inputs are moved to; what is above it is trusted to be where it was.</param>
/// <param name="Path">Where the file is now.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">Last write, UTC; a move keeps it.</param>
internal sealed record MovedInput(string Root, string Path, long Length, DateTime Modified)
{
    /// <summary>Where these notes are kept.</summary>
    public const string Scope = "moved-inputs";

    /// <summary>The key of a note: the oldest come first.</summary>
    public static string KeyOf(DateTimeOffset at, string path) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks:x16}/{path}");

    /// <summary>What the keys of all that was moved before a time are in front of.</summary>
    public static string KeyOf(DateTimeOffset at) => at.UtcTicks.ToString("x16", CultureInfo.InvariantCulture);

    public byte[] ToBytes()
    {
        var writer = new ByteWriter();
        writer.Text(Root);
        writer.Text(Path);
        writer.Int64(Length);
        writer.Int64(Modified.Ticks);
        return writer.Written.ToArray();
    }

    /// <exception cref="CorruptDataException">The bytes are no note.</exception>
    public static MovedInput Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return new MovedInput(reader.Text(), reader.Text(), reader.Int64(), reader.Time());
    }

    /// <summary>Why the file is not to be removed; null: it is the one that was moved. False in <paramref name="isThere"/>: somebody has removed it.</summary>
    public string? Objection(IFileSystem files, out bool isThere)
    {
        var entry = files.Find(Path);
        isThere = entry is not null;
        if (entry is null)
            return null;
        if (entry.IsLink || entry.IsDirectory)
            return "it is no file any more";
        if (entry.Length != Length || entry.Modified != Modified)
            return "it was changed";

        // A directory that became a link would lead to somebody else's files.
        for (var directory = System.IO.Path.GetDirectoryName(Path); directory is not null && directory.Length >= Root.Length; directory = System.IO.Path.GetDirectoryName(directory))
        {
            if (files.Find(directory) is not { IsLink: false })
                return $"'{directory}' is a link";
        }

        return null;
    }
}
