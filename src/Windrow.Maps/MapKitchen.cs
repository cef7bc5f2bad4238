using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Orders;
using Windrow.Maps.Pantries;
using Windrow.Maps.Rendering;

namespace Windrow.Maps;

/// <summary>From a filled pantry to what a renderer draws. For one thread.</summary>
public sealed class MapKitchen
{
    private readonly MapRequest _request;
    private readonly AvailableInputs _available;
    private readonly PantryFolder _pantry;
    private readonly IFileSystem _files;

    private MapKitchen(MapRequest request, AvailableInputs available, PantryFolder pantry, IFileSystem files)
    {
        (_request, _available, _pantry, _files) = (request, available, pantry, files);
        Unknown = pantry.TakeUp();
    }

    /// <summary>Files of the pantry that are of no input that the recipes define.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>Reads recipes and looks into the pantry.</summary>
    /// <param name="findings">Takes what is wrong with the recipes; what is refused is left out.</param>
    /// <returns>Null when the recipes cannot be read or a flavour is not defined.</returns>
    /// <exception cref="IOException">The pantry cannot be read.</exception>
    public static MapKitchen? Open(string recipes, IReadOnlyList<string> statics, IReadOnlyList<string> flavours, string pantry, IFileSystem files, DiagnosticBag findings)
    {
        if (MapRequest.Read(recipes, statics, flavours, files, findings) is not { } request)
            return null;
        var available = new AvailableInputs(request.Definitions);
        return new MapKitchen(request, available, new PantryFolder(pantry, files, request.Definitions, available), files);
    }

    /// <summary>Whether maps can be asked for: the recipes can be read, and the flavours are defined.</summary>
    /// <param name="findings">Takes what is wrong with the recipes, be it that they can be used in part.</param>
    public static bool CanServe(string recipes, IReadOnlyList<string> statics, IReadOnlyList<string> flavours, IFileSystem files, DiagnosticBag findings) =>
        MapRequest.Read(recipes, statics, flavours, files, findings) is not null;

    /// <summary>Computes the derived inputs that are needed and possible, into the pantry.</summary>
    /// <param name="tell">Told, with the name of an input, why a result of it is not there.</param>
    /// <returns>How many were computed.</returns>
    public int Cook(Action<string, string> tell)
    {
        var cook = new Cook(_request.Definitions, _available, _pantry, _files, tell);
        cook.Learn(_request.Planner(_available).Products.SelectMany(static product => product.Inputs));
        return cook.MakeAll();
    }

    /// <summary>The maps that the pantry has all inputs for, by flavour, recipe and instant; of a tiled product first its legend, once for each reference time.</summary>
    /// <param name="output">The folder that they go into.</param>
    public IReadOnlyList<MapOrder> Orders(string output)
    {
        var (planner, orders, runs) = (_request.Planner(_available), new List<MapOrder>(), new HashSet<DateTime>());
        foreach (var product in planner.Products)
        {
            runs.Clear();
            foreach (var order in planner.Of(product))
            {
                if (runs.Add(order.Instant.ReferenceTime) && LegendOrder.Of(order) is { } legend)
                    orders.Add(legend.Below(output));
                orders.AddRange(MapOrders.Of(order).Select(map => map.Below(output)));
            }
        }

        return orders;
    }
}
