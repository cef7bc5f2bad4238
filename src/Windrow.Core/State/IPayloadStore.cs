using Windrow.Core.Payloads;

namespace Windrow.Core.State;

/// <summary>
/// Keeps large payloads as files named by their content, beside the rows that refer to them. A file is durable before a
/// row names it; one that no row names any more is removed. Safe for several threads.
/// </summary>
public interface IPayloadStore
{
    /// <summary>Payloads above this size, in bytes, are kept here, and smaller ones in the rows themselves.</summary>
    const int InlineAtMost = 64 << 10;

    /// <summary>
    /// Makes bytes durable. They stay until <see cref="Release"/> even where no row names them yet.
    /// </summary>
    /// <exception cref="StateException">They could not be written.</exception>
    PayloadReference Keep(ReadOnlySpan<byte> bytes);

    /// <summary>The row that names the payload is durable, or was given up.</summary>
    void Release(PayloadReference payload);

    /// <summary>Reads a payload and checks it against its hash.</summary>
    /// <returns>Memory whose first <see cref="PayloadReference.Length"/> bytes are the payload; the caller's to give back.</returns>
    /// <exception cref="Binary.CorruptDataException">The file is gone or holds something else; it was put aside.</exception>
    NativeBuffer Read(PayloadReference payload);
}
