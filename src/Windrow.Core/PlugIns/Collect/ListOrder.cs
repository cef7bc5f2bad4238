namespace Windrow.Core.PlugIns.Collect;

/// <summary>In which order an emitted set lists its members.</summary>
public enum ListOrder : byte
{
    /// <summary>As they came or, with <c>ready-when</c>, as they began to count.</summary>
    Came,

    /// <summary>By what is told of them, by code points.</summary>
    Value,
}
