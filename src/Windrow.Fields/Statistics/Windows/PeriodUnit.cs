namespace Windrow.Fields.Statistics.Windows;

/// <summary>The units that a window's length is counted in; also the periods after which a solver starts accumulating anew.</summary>
public enum PeriodUnit : byte
{
    Hour,
    Day,
    Month,
    Year,

    /// <summary>Only for solvers that never start anew.</summary>
    Never,
}
