namespace Windrow.Core.Messages;

/// <summary>
/// Metadata that is worked out only when somebody asks for it, such as the keys of a GRIB message.
/// Implementations are pure (the same answer every time), safe for several threads, and remember what was costly.
/// A tail may read from the message's payload, and so lives as long as that; <see cref="Detach"/> gives one that does not.
/// </summary>
public interface IMetadataTail
{
    /// <summary>Looks a key up. False: this message has no such key.</summary>
    bool TryGet(MetadataKey key, out MetadataValue value);

    /// <summary>The keys that identify the message; they are made concrete when it leaves the process.</summary>
    IEnumerable<MetadataKey> IdentityKeys { get; }

    /// <summary>How the tail is stored without its payload; null: it is not, and <see cref="IdentityKeys"/> stand in for it.</summary>
    Binary.TailFormat? Format => null;

    /// <summary>
    /// The tail as it can outlive the payload, without what only the payload tells. The engine calls this when a message
    /// gets another payload; who keeps metadata of a message that it lets go calls <see cref="Metadata.Detached"/>.
    /// </summary>
    IMetadataTail Detach() => this;
}
