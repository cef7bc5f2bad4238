namespace Windrow.Core.Sources;

/// <summary>What a source can promise about messages that the engine did not finish.</summary>
public enum SourcePromise : byte
{
    /// <summary>They can be read again: files.</summary>
    Replayable,

    /// <summary>The sender keeps them until they are acknowledged: AMQP, HTTP.</summary>
    Acknowledged,

    /// <summary>They are gone with the process; nothing-lost begins at the first durable boundary.</summary>
    Lossy,
}
