namespace Windrow.Core.PlugIns.Collect;

/// <summary>What a complete set becomes.</summary>
public enum CollectEmission : byte
{
    /// <summary>One message of kind dataset, with the set's key, count and completeness.</summary>
    Dataset,

    /// <summary>Its members, one after the other.</summary>
    Members,
}
