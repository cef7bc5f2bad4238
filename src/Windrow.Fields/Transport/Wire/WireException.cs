namespace Windrow.Fields.Transport.Wire;

/// <summary>The other end does not keep to the protocol, or refuses; the connection is of no use any more.</summary>
internal sealed class WireException(string what) : Exception(what);
