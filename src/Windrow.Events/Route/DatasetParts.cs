namespace Windrow.Events.Route;

/// <summary>What rules want to know of a dataset; each part costs a request of its own.</summary>
[Flags]
internal enum DatasetParts
{
    None,

    /// <summary>Its name, its description, when it was made.</summary>
    Info = 1,

    /// <summary>The list of its files.</summary>
    Files = 2,

    /// <summary>The metadata that are attached to it.</summary>
    Metadata = 4,
}
