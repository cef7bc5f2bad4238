using System.Globalization;

namespace Windrow.Fields.Transport.Wire;

/// <summary>One process of a model, as its group numbers it.</summary>
/// <param name="Group">Such as <c>nemo-clients</c>.</param>
/// <param name="Id">In the group, from 0.</param>
/// <param name="Size">Processes in the group; 0: not known.</param>
internal sealed record Peer(string Group, long Id, int Size)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Group}/{Id}");
}
