namespace Windrow.Events.Outside;

/// <summary>A host does not answer, or says that it cannot serve anybody now. It says nothing against what was sent.</summary>
internal sealed class HostDownException(string message, Exception? inner = null) : Exception(message, inner);
