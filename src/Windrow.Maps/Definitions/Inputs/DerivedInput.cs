using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>An input that is computed from others.</summary>
/// <param name="Inputs">The inputs in the order in which they are used; at least one.</param>
public abstract record DerivedInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs) : InputDefinition(Name, Location);
