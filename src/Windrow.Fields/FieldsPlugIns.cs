using Windrow.Core.PlugIns;

namespace Windrow.Fields;

/// <summary>The plug-ins for fields on grids.</summary>
public static class FieldsPlugIns
{
    public static PlugInCatalog AddFields(this PlugInCatalog catalog) => catalog;
}
