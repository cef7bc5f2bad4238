using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Combining;

/// <summary>
/// <c>cat</c>: the messages of all inputs one behind the other, in the order of the definition, since Magics takes the first field for u and
/// the second for v. The octets stay as they are.
/// </summary>
internal sealed class CatDerivation(string name, IReadOnlyList<string> inputs) : CommonInstantDerivation(name, inputs)
{
    protected override ReadOnlyMemory<byte> Compute(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        foreach (var message in messages)
            GribOctets.Split(message);
        var octets = new byte[messages.Sum(static message => message.Length)];
        var at = 0;
        foreach (var message in messages)
        {
            message.CopyTo(octets.AsMemory(at));
            at += message.Length;
        }

        return octets;
    }
}
