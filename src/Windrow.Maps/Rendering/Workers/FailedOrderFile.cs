using Windrow.Core.IO;
using Windrow.Maps.Rendering.Json;

namespace Windrow.Maps.Rendering.Workers;

/// <summary>Keeps an order that could not be drawn, and says how to try it by hand.</summary>
internal sealed class FailedOrderFile(MagicsRendererOptions options, IFileSystem files)
{
    /// <returns>The command that reproduces the failure.</returns>
    public string Keep(MapOrder order)
    {
        var name = Path.GetFileNameWithoutExtension(order.Output);
        var folder = Path.GetFullPath(options.FailedOrders ?? Path.GetDirectoryName(Path.GetFullPath(order.Output))!);
        var path = Path.Combine(folder, $"{(options.FailedOrders is null ? name : NameIn(order))}.order.json");
        try
        {
            files.CreateDirectory(folder);
            using var file = files.OpenWrite(path);
            file.Write(MapOrderJson.Write(order));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the order could not be stored: {exception.Message}";
        }

        return $"to reproduce it: windrow maps draw '{path}' -o '{name}.png'";
    }

    // Orders of one folder have names of their own, where outputs may be called alike in many folders.
    private static string NameIn(MapOrder order) => string.Concat(order.Name.Select(static letter => char.IsLetterOrDigit(letter) || letter is '.' or '+' or '-' ? letter : '_'));
}
