using System.Globalization;

namespace Windrow.Core.Messages;

/// <summary>Where a message came from, for people: error texts and reports name it beside the id.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Position">A path, tag or address.</param>
/// <param name="Offset">Bytes or lines into the position; negative where that has no meaning.</param>
public sealed record Origin(string Source, string Position, long Offset = -1)
{
    public MessageId Id => MessageId.Root(Source, Position, Offset);

    public override string ToString() => Offset < 0
        ? $"{Source} {Position}"
        : string.Create(CultureInfo.InvariantCulture, $"{Source} {Position}@{Offset}");
}
