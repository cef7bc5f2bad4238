namespace Windrow.Core.Sources.Compression;

/// <summary>What is compressed is damaged or not whole.</summary>
public sealed class DecompressionException(string message, Exception? cause = null) : IOException(message, cause);
