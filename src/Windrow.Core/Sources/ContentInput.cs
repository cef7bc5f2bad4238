using Windrow.Core.Messages;

namespace Windrow.Core.Sources;

/// <summary>A file or stream whose content is to become messages.</summary>
/// <param name="Path">Where it is, for origins and errors; <c>-</c> is standard input.</param>
/// <param name="Metadata">What is known of the whole, such as the fields of its name; every message gets it.</param>
/// <param name="Open">Opens it at its beginning.</param>
/// <param name="Receipt">Comes back with every delivery of its messages.</param>
/// <param name="Version">Of the content; see <see cref="Origin"/>.</param>
public sealed record ContentInput(string Path, Metadata Metadata, Func<Stream> Open, object? Receipt = null, ulong Version = 0)
{
    /// <summary>Where a message of the input stands.</summary>
    /// <param name="offset">Bytes or lines into it.</param>
    public Origin At(string source, long offset) => new(source, Path, offset, Version);
}
