namespace Windrow.Maps.Bundles;

/// <summary>
/// Where maps are handed over. What was added is there when the bundle is complete; one that is disposed before leaves nothing.
/// Writing fails with an <see cref="IOException"/>. For one thread.
/// </summary>
public interface IBundle : IDisposable
{
    /// <summary>Adds a picture that lies in a file below the folder where maps are drawn.</summary>
    /// <param name="path">Its name in the bundle, with <c>/</c> between folders.</param>
    void AddPicture(string path, string file);

    /// <summary>Adds what is known of the pictures.</summary>
    void Add(string path, ReadOnlySpan<byte> content);

    /// <summary>Makes it whole, durable and visible under its name.</summary>
    void Complete();
}
