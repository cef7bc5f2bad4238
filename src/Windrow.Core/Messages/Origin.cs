using System.Globalization;

namespace Windrow.Core.Messages;

/// <summary>Where a message came from, for people: error texts and reports name it beside the id.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Position">A path, tag or address.</param>
/// <param name="Offset">Bytes or lines into the position; negative where that has no meaning.</param>
/// <param name="Version">Tells what stood at the position from what stands there another time: a hash of a file's length and time of change; 0 where there is nothing to tell.</param>
public sealed record Origin(string Source, string Position, long Offset = -1, ulong Version = 0)
{
    public MessageId Id => Version == 0 ? MessageId.Root(Source, Position, Offset) : MessageId.Root(Source, Position, Offset).With(Version);

    /// <summary>The version of a file as it is now.</summary>
    public static ulong VersionOf(IO.FileEntry file) => default(MessageId).With((ulong)file.Length).With((ulong)file.Modified.Ticks).Low;

    public override string ToString() => Offset < 0
        ? $"{Source} {Position}"
        : string.Create(CultureInfo.InvariantCulture, $"{Source} {Position}@{Offset}");
}
