namespace Windrow.Core.State;

/// <summary>The state store could not do what it was asked for. The text says what to do.</summary>
public sealed class StateException(StateTrouble trouble, string message, Exception? cause = null) : IOException(message, cause)
{
    public StateTrouble Trouble { get; } = trouble;
}
