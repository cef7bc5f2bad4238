namespace Windrow.Core.State;

/// <summary>Something kept under a key, such as the state of one time series.</summary>
/// <param name="Payload">A large part of it that is kept as a file.</param>
public sealed record StateItem(string Key, byte[] Value, PayloadReference? Payload);
