using Windrow.Maps.Inputs.Fields;

namespace Windrow.Maps.Inputs.Planning;

/// <summary>What planning knows of a message in the pantry: no values, only what its header says.</summary>
/// <param name="Id">The pantry's own number; planning only hands it back.</param>
/// <param name="Input">The place of its input in the list of the derived input's inputs, from 0.</param>
/// <param name="Rank">Of two messages that could serve alike that of the lower rank is taken, and of those the one that came first: the place of its definition among those of its input.</param>
internal sealed record AvailableMessage(long Id, int Input, FieldHeader Header, int Rank = 0)
{
    public Instant Instant => Header.Instant;
}
