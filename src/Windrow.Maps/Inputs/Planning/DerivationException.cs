namespace Windrow.Maps.Inputs.Planning;

/// <summary>A result cannot be computed from these messages; the text says why. It does not leave <see cref="DerivationBase.Derive"/>.</summary>
internal sealed class DerivationException(string reason) : Exception(reason);
