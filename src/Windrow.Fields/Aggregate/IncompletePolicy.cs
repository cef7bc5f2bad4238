namespace Windrow.Fields.Aggregate;

/// <summary>What becomes of a field whose parts do not all come.</summary>
public enum IncompletePolicy
{
    /// <summary>It is told which parts are missing, and they are waited for until the model ends.</summary>
    Report,

    /// <summary>What has come becomes a dead letter.</summary>
    DeadLetter,

    /// <summary>It goes on with missing values and <c>complete: false</c>.</summary>
    Emit,
}
