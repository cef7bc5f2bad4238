using Windrow.Core.Binary;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A member of a set, as the state store has it.</summary>
/// <param name="Number">Its place in the set, from 1.</param>
/// <param name="Id">Of the message.</param>
/// <param name="Came">When it came, UTC.</param>
/// <param name="Metadata">The keys by which it is listed; where members are kept whole, all that stand in the message itself.</param>
/// <param name="IsReady">Whether it counts.</param>
public sealed record StoredMember(int Number, MessageId Id, DateTime Came, Origin Origin, Metadata Metadata, bool IsReady)
{
    internal static StoredMember Of(MemberRow row, int number, List<int> are, CollectOptions options, StoredFormats formats)
    {
        var listed = are.Count > 0 ? options.Members.ValuesOf(are[0]) : row.Facts.Known;
        var (origin, metadata) = options.Emit == CollectEmission.Members ? row.ReadWithoutPayload(formats) : (row.ReadOrigin().Origin, listed);
        return new StoredMember(number, row.Id, row.Came, origin, metadata, row.Facts.IsReady);
    }
}
