namespace Windrow.Core.State;

/// <summary>A large payload in the store of payloads, by its content.</summary>
/// <param name="Hash">SHA-256 of the bytes, as 64 hexadecimal digits.</param>
/// <param name="Length">Bytes.</param>
public sealed record PayloadReference(string Hash, long Length);
