namespace Windrow.Core.Binary;

/// <summary>
/// What both ends of a stream of metadata agree on. The keys of a set are sent once and have a number from then on; a
/// value that the set before it with the same keys has too is left out; short texts are sent once as well. The tables are
/// bounded, so that whoever writes to a stream cannot make its reader remember more than a few megabytes.
/// </summary>
/// <remarks>
/// A set: the number of its keys' list plus one, or 0 and the list (count, names in canonical order), which gets the next
/// number while there are fewer than <see cref="Schemas"/>; one bit for each value, lowest first, that is set where a
/// value follows; the values. A text: its number plus one, or 0 and the text, which gets the next number when it is short
/// and there are fewer than <see cref="Texts"/>. Other values are as of <see cref="MetadataBinary"/>.
/// </remarks>
internal static class MetadataStream
{
    /// <summary>Lists of keys that are remembered.</summary>
    public const int Schemas = 128;

    /// <summary>Keys in one set.</summary>
    public const int Keys = 512;

    /// <summary>Texts that are remembered.</summary>
    public const int Texts = 4096;

    /// <summary>Characters of the longest text that is remembered.</summary>
    public const int TextAtMost = 256;

    public static int MaskBytes(int count) => (count + 7) / 8;
}
