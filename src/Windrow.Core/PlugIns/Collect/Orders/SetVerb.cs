namespace Windrow.Core.PlugIns.Collect.Orders;

/// <summary>What an operator may have done to a set that is open.</summary>
public enum SetVerb : byte
{
    /// <summary>It leaves as it is.</summary>
    Fire,

    /// <summary>Its deadline is put off.</summary>
    Extend,

    /// <summary>It is given up.</summary>
    Drop,
}
