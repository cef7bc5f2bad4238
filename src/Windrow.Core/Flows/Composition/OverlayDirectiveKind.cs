namespace Windrow.Core.Flows.Composition;

/// <summary>What a mapping of an overlay does with the one that it is laid over.</summary>
internal enum OverlayDirectiveKind
{
    /// <summary>Its keys take the place of those of the other; the rest stays. The default.</summary>
    Merge,

    /// <summary>It is a further item of the list.</summary>
    Add,

    /// <summary>It takes the place of the other as a whole.</summary>
    Replace,

    /// <summary>The other is taken away.</summary>
    Remove,
}
