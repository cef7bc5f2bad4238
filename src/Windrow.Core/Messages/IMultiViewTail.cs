namespace Windrow.Core.Messages;

/// <summary>
/// A tail whose keys can be asked for as a number or as text, as GRIB keys can: the centre is 98 and also "ecmf",
/// and neither can be worked out from the other. Pure and safe for several threads, as every tail.
/// </summary>
public interface IMultiViewTail : IMetadataTail
{
    /// <summary>The key as a number. False: this message has no such key.</summary>
    bool TryGetNumber(MetadataKey key, out double value);

    /// <summary>The key as text. False: this message has no such key.</summary>
    bool TryGetText(MetadataKey key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value);
}
