namespace Windrow.Exec.Workers.Protocol;

/// <summary>A worker said what it may not say. It is killed: nobody knows any more what it means.</summary>
internal sealed class ProtocolException(string message, Exception? inner = null) : Exception(message, inner);
