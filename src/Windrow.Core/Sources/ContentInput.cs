using Windrow.Core.Messages;

namespace Windrow.Core.Sources;

/// <summary>A file or stream whose content is to become messages.</summary>
/// <param name="Path">Where it is, for origins and errors; <c>-</c> is standard input.</param>
/// <param name="Metadata">What is known of the whole, such as the fields of its name; every message gets it.</param>
/// <param name="Open">Opens it at its beginning.</param>
/// <param name="Receipt">Comes back with every delivery of its messages.</param>
public sealed record ContentInput(string Path, Metadata Metadata, Func<Stream> Open, object? Receipt = null);
