namespace Windrow.Core.Errors;

/// <summary>Carries a <see cref="Errors.Failure"/> up from code that is too deep to hand it to an output.</summary>
public sealed class FailureException(Failure failure) : Exception(failure.ToString(), failure.Cause)
{
    public Failure Failure { get; } = failure;
}
