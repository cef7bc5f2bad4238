using Windrow.Maps.Inputs.Fields;

namespace Windrow.Maps.Inputs.Planning;

/// <summary>What planning knows of a message in the pantry: no values, only what its header says.</summary>
/// <param name="Id">The pantry's own number; planning only hands it back. Of two messages that could serve alike the one that came first is taken, whatever the numbers.</param>
/// <param name="Input">The place of its input in the list of the derived input's inputs, from 0.</param>
internal sealed record AvailableMessage(long Id, int Input, FieldHeader Header)
{
    public Instant Instant => Header.Instant;
}
