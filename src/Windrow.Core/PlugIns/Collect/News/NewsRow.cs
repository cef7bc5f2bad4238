using System.Globalization;
using Windrow.Core.Binary;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect.News;

/// <summary>What was told of a member, as it is kept beside the sets of one process. The rows stand behind those of all sets.</summary>
internal static class NewsRow
{
    private const char Mark = '~';
    private const byte Version = 1;

    // What is told has no tail.
    private static readonly StoredFormats NoFormats = new();

    public static bool IsOne(ReadOnlySpan<char> key) => key.Length > 0 && key[0] == Mark;

    public static string KeyOf(MessageId identity, Metadata part)
    {
        var writer = new ByteWriter();
        MetadataBinary.Write(writer, part);
        return string.Create(CultureInfo.InvariantCulture, $"{Mark}{identity}/{default(MessageId).With(writer.Written)}");
    }

    public static void Write(ByteWriter writer, MemberNews news)
    {
        writer.Byte(Version);
        writer.Flag(news.IsUsed);
        writer.Int64(news.Last.Ticks);
        MetadataBinary.Write(writer, news.Part);
        MetadataBinary.Write(writer, news.Known);
    }

    /// <exception cref="CorruptDataException">The row tells nothing of a member.</exception>
    public static MemberNews Read(ReadOnlySpan<char> key, ReadOnlySpan<byte> state)
    {
        var slash = key.IndexOf('/');
        if (slash < 1 || !MessageId.TryParse(key[1..slash], out var identity))
            throw new CorruptDataException($"news of a member '{key}'");
        var reader = new ByteReader(state);
        if (reader.Byte() is var version && version != Version)
            throw new CorruptDataException($"news of a member of version {version}, this program reads version {Version}");
        var (isUsed, last) = (reader.Flag(), reader.Time());
        return new MemberNews(identity, MetadataBinary.Read(ref reader, NoFormats)) { IsUsed = isUsed, Last = last, Known = MetadataBinary.Read(ref reader, NoFormats) };
    }
}
