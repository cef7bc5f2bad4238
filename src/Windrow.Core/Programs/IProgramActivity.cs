namespace Windrow.Core.Programs;

/// <summary>An action that has programs of other people work on messages, as whoever operates the flow sees it. Safe for several threads.</summary>
public interface IProgramActivity
{
    /// <summary>Plan and action, such as <c>anomalies/2:exec</c>.</summary>
    string Action { get; }

    /// <summary>How it stands now; memory is read from the system for it.</summary>
    ProgramStatus Look();
}
