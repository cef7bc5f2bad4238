using Windrow.Core.Messages;

namespace Windrow.Core.Binary;

/// <summary>How lazy metadata of one type leave the process and come back.</summary>
public abstract class TailFormat
{
    /// <summary>Stands in stored messages, so it never changes.</summary>
    public abstract string Name { get; }

    public abstract void Write(ByteWriter writer, IMetadataTail tail);

    /// <exception cref="CorruptDataException">The bytes are no tail of this format.</exception>
    public abstract IMetadataTail Read(ref ByteReader reader);
}
