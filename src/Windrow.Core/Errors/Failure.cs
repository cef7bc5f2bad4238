using Windrow.Core.State;

namespace Windrow.Core.Errors;

/// <summary>Why an action could not do its work on a message.</summary>
/// <param name="Class">Decides what happens next.</param>
/// <param name="Reason">What is wrong, with the names and values that matter.</param>
/// <param name="Advice">What to do or write instead; null when there is nothing to say.</param>
/// <param name="Cause">The exception behind it, for the log.</param>
public sealed record Failure(ErrorClass Class, string Reason, string? Advice = null, Exception? Cause = null)
{
    /// <summary>What does not fit into a sentence, such as the traceback of somebody's program; several lines, kept with the dead letter. Null when there is nothing.</summary>
    public string? Detail { get; init; }

    private const string OutOfMemoryAdvice = "say what actions need ('resources: {memory: …}') and what there is ('settings.resources.memory'), so that less is done at the same time";

    public static Failure Permanent(string reason, string? advice = null, Exception? cause = null) => new(ErrorClass.Permanent, reason, advice, cause);

    public static Failure Transient(string reason, string? advice = null, Exception? cause = null) => new(ErrorClass.Transient, reason, advice, cause);

    /// <summary>
    /// The class of an exception that nobody foresaw: a state that is full is waited for, memory may be there again when others are done, other input and output may work later, everything else is a fault of the plug-in.
    /// </summary>
    public static Failure From(Exception exception) => exception switch
    {
        FailureException known => known.Failure,
        StateException { Trouble: StateTrouble.Full or StateTrouble.Busy } => new(ErrorClass.Waiting, exception.Message, null, exception),
        OutOfMemoryException => new(ErrorClass.Transient, $"out of memory: {exception.Message}", OutOfMemoryAdvice, exception),
        IOException or UnauthorizedAccessException or TimeoutException => new(ErrorClass.Transient, exception.Message, null, exception),
        _ => new(ErrorClass.Fault, $"{exception.GetType().Name}: {exception.Message}", null, exception),
    };

    public override string ToString() => Advice is null ? Reason : $"{Reason}; {Advice}";
}
