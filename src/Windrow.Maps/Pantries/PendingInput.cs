using Windrow.Core.IO;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Pantries;

/// <summary>An input that is written and not yet durable.</summary>
/// <param name="Header">That of its first message, where it is known.</param>
/// <param name="Draft">Where it is until it gets its name.</param>
internal sealed record PendingInput(InputDefinition Definition, Instant Instant, FieldHeader? Header, IWritableFile File, string Draft, string Path);
