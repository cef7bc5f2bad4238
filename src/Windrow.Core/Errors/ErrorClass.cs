namespace Windrow.Core.Errors;

/// <summary>What kind of trouble a message is in; the class decides what happens to it next.</summary>
public enum ErrorClass : byte
{
    /// <summary>It may work later: retried with back-off, a bounded number of times. Also the class of whatever is not known.</summary>
    Transient,

    /// <summary>It will never work: dead letter at once.</summary>
    Permanent,

    /// <summary>What it needs is not there yet, such as room in the state: parked, and tried again however often it takes.</summary>
    Waiting,

    /// <summary>The plug-in broke: it is restarted, the message is tried a few times, then it is poison and a dead letter.</summary>
    Fault,
}
