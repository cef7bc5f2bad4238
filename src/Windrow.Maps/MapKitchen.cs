using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Bundles;
using Windrow.Maps.Bundles.Products;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Arkimet;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Orders;
using Windrow.Maps.Pantries;

namespace Windrow.Maps;

/// <summary>From a filled pantry to what a renderer draws. For one thread.</summary>
public sealed class MapKitchen
{
    private readonly MapRequest _request;
    private readonly AvailableInputs _available;
    private readonly PantryFolder _pantry;
    private readonly IFileSystem _files;

    private MapKitchen(MapRequest request, AvailableInputs available, PantryFolder pantry, EngineServices services)
    {
        (_request, _available, _pantry, _files) = (request, available, pantry, services.Files);
        Inputs = new InputRecord(services.Time);
        Unknown = pantry.TakeUp();
    }

    /// <summary>Files of the pantry that are of no input that the recipes define.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>What was computed and what is drawn of it, so far.</summary>
    public InputRecord Inputs { get; }

    /// <summary>Reads recipes and looks into the pantry.</summary>
    /// <param name="findings">Takes what is wrong with the recipes; what is refused is left out.</param>
    /// <returns>Null when the recipes cannot be read or a flavour is not defined.</returns>
    /// <exception cref="IOException">The pantry cannot be read.</exception>
    public static MapKitchen? Open(string recipes, IReadOnlyList<string> statics, IReadOnlyList<string> flavours, string pantry, EngineServices services, DiagnosticBag findings)
    {
        if (MapRequest.Read(recipes, statics, flavours, services.Files, findings) is not { } request)
            return null;
        var available = new AvailableInputs(request.Definitions);
        return new MapKitchen(request, available, new PantryFolder(pantry, services.Files, request.Definitions, available), services);
    }

    /// <summary>Whether maps can be asked for: the recipes can be read, and the flavours are defined.</summary>
    /// <param name="findings">Takes what is wrong with the recipes, be it that they can be used in part.</param>
    public static bool CanServe(string recipes, IReadOnlyList<string> statics, IReadOnlyList<string> flavours, IFileSystem files, DiagnosticBag findings) =>
        MapRequest.Read(recipes, statics, flavours, files, findings) is not null;

    /// <summary>A query of arkimet's for all messages that the flavours need; empty: for every message. Null when the recipes cannot be read or a flavour is not defined.</summary>
    /// <param name="findings">Takes what is wrong with the recipes.</param>
    public static string? ArkiQuery(string recipes, IReadOnlyList<string> statics, IReadOnlyList<string> flavours, IFileSystem files, DiagnosticBag findings) =>
        MapRequest.Read(recipes, statics, flavours, files, findings) is { } request
            ? ArkimetQuery.Of(request.StreamInputs(new AvailableInputs(request.Definitions)).Select(static input => input.Arkimet).OfType<ArkimetMatcher>())
            : null;

    /// <summary>Computes the derived inputs that are needed and possible, into the pantry.</summary>
    /// <param name="tell">Told, with the name of an input, why a result of it is not there.</param>
    /// <returns>How many were computed.</returns>
    public int Cook(Action<string, string> tell)
    {
        var (made, _) = Cook(_request.Planner(_available).Products, tell);
        return made;
    }

    /// <summary>Tells why products have the maps that they have. Computes the derived inputs that they need.</summary>
    /// <param name="recipe">Of which recipe; null: of every product that has no maps.</param>
    /// <param name="filter">By which conditions messages are recognised; null: by any.</param>
    /// <returns>Empty when no flavour draws the recipe.</returns>
    public IReadOnlyList<MapExplanation> Explain(string? recipe, InputFilter? filter)
    {
        var failures = new List<(string Input, string Reason)>();
        var products = _request.Planner(_available).Products.Where(product => recipe is null || product.Recipe.Name == recipe).ToList();
        var (_, cook) = Cook(products, (input, reason) => failures.Add((input, reason)));
        var diagnosis = new InputDiagnosis(_request.Definitions, _available, cook, filter, failures.ToLookup(static failure => failure.Input, static failure => failure.Reason));
        var planner = _request.Planner(_available);
        return [.. products.Select(product => ProductExplanation.Of(product, _request.Definitions, _available, planner))
            .Where(product => recipe is not null || product.Orders == 0)
            .Select(product => new MapExplanation(product.Product.Recipe.Name, product.Product.Flavour.Name, product.Orders, [.. ProductDiagnosis.Of(product, diagnosis)]))];
    }

    /// <summary>The recipes that are drawn.</summary>
    public IEnumerable<string> Recipes => _request.Planner(_available).Products.Select(static product => product.Recipe.Name).Distinct();

    /// <summary>What keeps the account of the maps that are drawn.</summary>
    /// <param name="output">The folder that they go into.</param>
    public MapRecord Record(string output)
    {
        var planner = _request.Planner(_available);
        foreach (var product in planner.Products.Where(product => planner.Of(product).Any()))
        {
            foreach (var input in MapDefinitions.InputsOf(product.Recipe, product.Flavour))
                Inputs.Use(input.Name, product.Recipe.Name);
        }

        return new MapRecord(output);
    }

    /// <summary>The conditions over GRIB keys that inputs are recognised by, as rules of <c>grib_filter</c>; UTF-8.</summary>
    public byte[] Rules() => GribFilterRules.Of(_request.StreamInputs(_available));

    /// <summary>What the <see cref="Orders"/> are and their names, which costs less than these.</summary>
    public IEnumerable<(MapSubject Subject, string Name)> Names()
    {
        foreach (var (order, isFirst) in Planned())
        {
            if (isFirst && LegendOrder.Of(order) is { } legend)
                yield return (legend.Subject, legend.Order.Name);
            foreach (var name in MapOrders.NamesOf(order))
                yield return (MapSubject.Of(order), name);
        }
    }

    /// <summary>
    /// The maps that the pantry has all inputs for, by flavour, recipe and instant; of a tiled product first its legend, once for each reference time.
    /// Each is made when it is asked for.
    /// </summary>
    /// <param name="output">The folder that they go into.</param>
    public IEnumerable<PlannedMap> Orders(string output)
    {
        foreach (var (order, isFirst) in Planned())
        {
            if (isFirst && LegendOrder.Of(order) is { } legend)
                yield return legend.Below(output);
            foreach (var map in MapOrders.Of(order))
                yield return map.Below(output);
        }
    }

    private IEnumerable<(Order Order, bool IsFirstOfRun)> Planned()
    {
        var (planner, runs) = (_request.Planner(_available), new HashSet<DateTime>());
        foreach (var product in planner.Products)
        {
            runs.Clear();
            foreach (var order in planner.Of(product))
                yield return (order, runs.Add(order.Instant.ReferenceTime));
        }
    }

    private (int Made, Cook Cook) Cook(IEnumerable<Product> products, Action<string, string> tell)
    {
        var cook = new Cook(_request.Definitions, _available, _pantry, _files, tell, Inputs);
        cook.Learn(products.SelectMany(static product => product.Inputs));
        return (cook.MakeAll(), cook);
    }
}
