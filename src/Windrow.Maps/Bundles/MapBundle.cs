using System.Text.Encodings.Web;
using System.Text.Json;
using Windrow.Core.IO;
using Windrow.Maps.Bundles.Gallery;
using Windrow.Maps.Bundles.Products;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Bundles;

/// <summary>
/// The maps of a run with what is known of them, as arkimaps 1.43 bundles them: <c>version.txt</c>, <c>inputs.json</c>, pictures as they are finished,
/// <c>log.json</c>, <c>products.json</c> and <c>grib_filter_rules</c>. A folder has a page that shows them, too. One that is disposed
/// before it is complete leaves no archive. For one thread.
/// </summary>
public sealed class MapBundle : IDisposable
{
    // For files that people read: 'è' and '+' as they are.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IBundle _bundle;
    private readonly MapRecord _record;
    private readonly bool _hasGallery;

    /// <exception cref="IOException">It cannot be written.</exception>
    public MapBundle(IBundle bundle, MapRecord record, InputRecord inputs)
    {
        (_bundle, _record, _hasGallery) = (bundle, record, bundle is FolderBundle);
        _bundle.Add("version.txt", "1\n"u8);
        Add("inputs.json", inputs.Write);
    }

    /// <summary>
    /// A bundle by its name: <c>.tar</c> and <c>.zip</c> are archives, anything else is a folder. An archive that is there is replaced when the new one is complete.
    /// </summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static IBundle Open(string path, IFileSystem files) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".tar" => new TarBundle(new BundleFile(path, files), files),
        ".zip" => new ZipBundle(new BundleFile(path, files), files),
        _ => new FolderBundle(path, files),
    };

    /// <summary>Whether pictures go straight into the bundle of that name, and are not moved there.</summary>
    public static bool IsFolder(string path) => Path.GetExtension(path).ToLowerInvariant() is not (".tar" or ".zip");

    /// <summary>A tar archive that is written to a stream, which stays the caller's.</summary>
    public static IBundle Open(Stream stream, IFileSystem files) => new TarBundle(stream, files);

    /// <summary>Records what became of an order and takes its pictures in.</summary>
    /// <returns>The pictures.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    public IReadOnlyList<MapProduct> Add(PlannedMap map, RenderResult result)
    {
        var products = _record.Add(map, result);
        for (var i = 0; i < products.Count; i++)
            _bundle.AddPicture(products[i].Path, map.Order.Pictures[i].File);
        return products;
    }

    /// <summary>Adds what is known at the end, and makes the bundle whole.</summary>
    /// <param name="rules">Rules of <c>grib_filter</c> by which messages were recognised, null where it was in another way.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Complete(BundleLog log, byte[]? rules)
    {
        Add("log.json", log.Write);
        Add("products.json", writer => ProductsJson.Write(writer, _record.Products));
        if (rules is not null)
            _bundle.Add("grib_filter_rules", rules);
        if (_hasGallery)
            _bundle.Add("index.html", GalleryPage.Of(_record.Products));
        _bundle.Complete();
    }

    public void Dispose() => _bundle.Dispose();

    private void Add(string name, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
            write(writer);
        _bundle.Add(name, stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
