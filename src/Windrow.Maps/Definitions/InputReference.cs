using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions;

/// <summary>An input by its name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Location">Where it is used.</param>
public sealed record InputReference(string Name, SourceLocation Location);
