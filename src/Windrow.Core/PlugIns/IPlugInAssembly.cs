namespace Windrow.Core.PlugIns;

/// <summary>
/// What the program asks an assembly of plug-ins for: one public class with a constructor without parameters implements it. It is made and asked
/// once, before a flow is read.
/// </summary>
public interface IPlugInAssembly
{
    /// <summary>Adds the assembly's sources, actions, sinks and content readers.</summary>
    /// <param name="catalog">Empty at first; it becomes part of the program's when this has returned.</param>
    void Register(PlugInCatalog catalog);
}
