using Windrow.Maps.Definitions.Inputs;

namespace Windrow.Maps.Orders;

/// <summary>A file that an input is in.</summary>
/// <param name="Definition">The definition that it came by, whose drawing parameters go with it.</param>
/// <param name="Path">Where it is; for a shape without suffix.</param>
internal sealed record InputFile(InputDefinition Definition, string Path);
