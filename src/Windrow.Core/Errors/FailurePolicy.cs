using System.Globalization;

namespace Windrow.Core.Errors;

/// <summary>What a plan, or one of its actions, does about messages that it cannot work on: <c>on-error</c>.</summary>
/// <param name="End">What becomes of a message that no further try helps.</param>
/// <param name="Retries">Further tries after the first, for errors that may pass and for plug-ins that broke; null: as <c>retry</c> says.</param>
public sealed record FailurePolicy(FailureEnd End, int? Retries = null)
{
    public static readonly FailurePolicy Default = new(FailureEnd.DeadLetter);

    /// <summary>The policy by which an error of a class is tried again; null: it is not.</summary>
    internal RetryPolicy? RetryOf(ErrorClass error, RetryPolicy transient)
    {
        var policy = error switch
        {
            ErrorClass.Permanent => null,
            ErrorClass.Fault => RetryPolicy.Fault,
            _ => transient,
        };
        return Retries is { } retries && policy is not null ? policy with { Attempts = retries + 1 } : policy;
    }

    public override string ToString()
    {
        var end = End switch { FailureEnd.Drop => "drop", FailureEnd.Abort => "abort", _ => "dead-letter" };
        return Retries is { } retries ? string.Create(CultureInfo.InvariantCulture, $"retry {retries} times, then {end}") : end;
    }
}
