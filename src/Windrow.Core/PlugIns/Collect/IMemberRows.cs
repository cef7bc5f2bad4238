using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Where the members of sets are that are to leave.</summary>
internal interface IMemberRows
{
    /// <summary>Reads the next members of an emission.</summary>
    /// <returns>Whether there may be more.</returns>
    bool ReadNext(Emission emission, Action<byte[]> take);

    MemberRow ReadMember(ReadOnlySpan<byte> state, out List<int> are);

    Message ReadMessage(MemberRow row);
}
