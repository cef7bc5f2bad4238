namespace Windrow.Core.Errors;

/// <summary>Where messages go that were given up.</summary>
public interface IDeadLetters
{
    void Add(DeadLetter letter);

    /// <summary>How many there were in all, those no longer kept included.</summary>
    long Count { get; }

    /// <summary>Those that are kept, oldest first.</summary>
    IReadOnlyList<DeadLetter> List();
}
