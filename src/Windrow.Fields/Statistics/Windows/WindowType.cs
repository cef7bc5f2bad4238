namespace Windrow.Fields.Statistics.Windows;

/// <summary>Which of its two ends belongs to a window.</summary>
public enum WindowType : byte
{
    /// <summary>The end: a sample tells of the interval before it.</summary>
    ForwardOffset,

    /// <summary>The beginning: a sample tells of the interval behind it.</summary>
    BackwardOffset,
}
