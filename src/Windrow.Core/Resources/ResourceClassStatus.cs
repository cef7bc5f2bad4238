namespace Windrow.Core.Resources;

/// <summary>How much work of a class is under way, and how much may be.</summary>
public sealed record ResourceClassStatus(string Name, int Used, int Limit);
