namespace Windrow.Core.Messages;

/// <summary>
/// Metadata that is worked out only when somebody asks for it, such as the keys of a GRIB message.
/// Implementations are pure (the same answer every time), safe for several threads, and remember what was costly.
/// A tail must outlive the metadata that refers to it: it holds its own reference to the bytes that it reads.
/// </summary>
public interface IMetadataTail
{
    /// <summary>Looks a key up. False: this message has no such key.</summary>
    bool TryGet(MetadataKey key, out MetadataValue value);

    /// <summary>The keys that identify the message; they are made concrete when it leaves the process.</summary>
    IEnumerable<MetadataKey> IdentityKeys { get; }
}
