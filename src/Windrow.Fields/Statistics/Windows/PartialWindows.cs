namespace Windrow.Fields.Statistics.Windows;

/// <summary>What becomes of a window that was not covered from its beginning to its end.</summary>
public enum PartialWindows : byte
{
    /// <summary>It is emitted with <c>complete: false</c>.</summary>
    Emit,

    Drop,
}
