using Windrow.Core.Messages;

namespace Windrow.Core.Products;

/// <summary>A message that is written, and not yet entered in the ledger.</summary>
/// <param name="Offset">Where in the file it begins, in bytes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Replaces">Whether it is the first of a file in place of one that was there.</param>
internal sealed record PendingProduct(Message Message, OpenFile File, long Offset, long Length, bool Replaces);
