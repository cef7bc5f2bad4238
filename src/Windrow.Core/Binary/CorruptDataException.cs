namespace Windrow.Core.Binary;

/// <summary>Stored bytes do not say what they should: the disk, or another program, changed them.</summary>
public sealed class CorruptDataException(string what, Exception? cause = null) : Exception($"The stored data are damaged: {what}.", cause)
{
    /// <summary>What they do not say as they should, in a few words.</summary>
    public string What { get; } = what;
}
