using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Flavours;

/// <summary>Something that is done to a finished picture.</summary>
/// <param name="Location">Where it was written.</param>
public abstract record PostProcess(SourceLocation Location);
