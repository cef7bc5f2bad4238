using Windrow.Core.Messages;

namespace Windrow.Core.Products;

/// <summary>What a sink has made of a message, durably, and is to be entered in the ledger.</summary>
/// <param name="Path">See <see cref="Product.Path"/>.</param>
/// <param name="Part">See <see cref="Product.Part"/>; not null.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct EnteredProduct(Message Message, string Path, string Part, long Length);
