namespace Windrow.Maps.Tests.EveryRecipe;

/// <summary>A key that a message gets so that a condition holds.</summary>
/// <param name="Text">Null: the number is set.</param>
internal readonly record struct Assignment(string Key, double Number, string? Text);
