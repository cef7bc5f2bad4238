using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Fields;

namespace Windrow.Maps.Orders;

/// <summary>A file that an input is in.</summary>
/// <param name="Definition">The definition that it came by, whose drawing parameters go with it.</param>
/// <param name="Path">Where it is; for a shape without suffix.</param>
/// <param name="Version">Another one when the content is another: the time of its last write in ticks; 0 for files that stay as they are.</param>
internal sealed record InputFile(InputDefinition Definition, string Path, long Version = 0)
{
    /// <summary>That of its first message; null: nobody has read it yet.</summary>
    public FieldHeader? Header { get; init; }
}
