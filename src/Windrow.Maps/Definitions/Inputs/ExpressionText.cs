using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Statements over the values of fields, not parsed yet.</summary>
/// <param name="Text">The text.</param>
/// <param name="Location">Where it begins.</param>
public sealed record ExpressionText(string Text, SourceLocation Location);
