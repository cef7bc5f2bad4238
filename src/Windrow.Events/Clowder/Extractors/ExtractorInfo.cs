namespace Windrow.Events.Clowder.Extractors;

/// <summary>What an extractor says of itself, as <c>extractor_info.json</c> does.</summary>
/// <param name="Name">Its name, which is the name of its queue, too.</param>
/// <param name="Document">All of it, JSON in UTF-8.</param>
/// <param name="Contexts">What its metadata mean, JSON in UTF-8: the value of <c>contexts</c>.</param>
internal sealed record ExtractorInfo(string Name, string Version, string Description, byte[] Document, byte[] Contexts);
