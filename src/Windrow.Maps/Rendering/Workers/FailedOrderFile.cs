using Windrow.Core.IO;
using Windrow.Maps.Rendering.Json;

namespace Windrow.Maps.Rendering.Workers;

/// <summary>Keeps an order that could not be drawn, and says how to try it by hand.</summary>
internal sealed class FailedOrderFile(MagicsRendererOptions options, IFileSystem files)
{
    /// <returns>The command that reproduces the failure.</returns>
    public string Keep(MapOrder order)
    {
        var (name, path) = (Path.GetFileNameWithoutExtension(order.Output), PathOf(order));
        try
        {
            files.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = files.OpenWrite(path);
            file.Write(MapOrderJson.Write(order));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the order could not be stored: {exception.Message}";
        }

        return $"to reproduce it: windrow maps draw '{path}' -o '{name}.png'";
    }

    /// <summary>It was drawn after all.</summary>
    public void Forget(MapOrder order)
    {
        if (files.Find(PathOf(order)) is not null)
            files.Delete(PathOf(order));
    }

    private string PathOf(MapOrder order)
    {
        var folder = Path.GetFullPath(options.FailedOrders ?? Path.GetDirectoryName(Path.GetFullPath(order.Output))!);
        return Path.Combine(folder, $"{(options.FailedOrders is null ? Path.GetFileNameWithoutExtension(order.Output) : NameIn(order))}.order.json");
    }

    // Orders of one folder have names of their own, where outputs may be called alike in many folders.
    private static string NameIn(MapOrder order) => string.Concat(order.Name.Select(static letter => char.IsLetterOrDigit(letter) || letter is '.' or '+' or '-' ? letter : '_'));
}
