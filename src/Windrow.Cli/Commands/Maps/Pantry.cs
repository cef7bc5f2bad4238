using Microsoft.Extensions.Logging;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Maps;

namespace Windrow.Cli.Commands.Maps;

/// <summary>Opens the pantry of a work directory.</summary>
internal static class Pantry
{
    /// <returns>Null, told on standard error, when the recipes cannot be used.</returns>
    public static MapKitchen? Open(MapsSettings settings, string workdir, MapsReport report, EngineServices services)
    {
        var findings = new DiagnosticBag();
        var kitchen = MapKitchen.Open(settings.Recipes, settings.Static, settings.Flavours, Dispatching.PantryOf(workdir), services, findings);
        if (kitchen is null)
            FindingsPrinter.Print(findings);
        foreach (var unknown in kitchen?.Unknown ?? [])
            report.Tell(LogLevel.Warning, "pantry", $"it holds '{unknown}', which is no input of these recipes");
        return kitchen;
    }
}
