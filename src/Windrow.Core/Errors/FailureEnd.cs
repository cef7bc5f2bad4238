namespace Windrow.Core.Errors;

/// <summary>What becomes of a message that no further try helps.</summary>
public enum FailureEnd : byte
{
    /// <summary>It is kept with its failure, to be tried again by an operator; the flow goes on.</summary>
    DeadLetter,

    /// <summary>It is dropped, told in the log and counted; the flow goes on.</summary>
    Drop,

    /// <summary>The flow stops. The message stays unfinished, so that a source that can repeat it brings it again.</summary>
    Abort,
}
