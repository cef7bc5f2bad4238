namespace Windrow.Core.State;

/// <summary>What is wrong with a state store.</summary>
public enum StateTrouble : byte
{
    /// <summary>The disk, or the allowance of the store, is full. It may pass.</summary>
    Full,

    /// <summary>Another program has it. It may pass.</summary>
    Busy,

    /// <summary>The disk refused to write or to make durable. The store takes nothing more: what it said before cannot be relied on until it is opened anew.</summary>
    Broken,

    /// <summary>What is stored does not make sense.</summary>
    Corrupt,

    /// <summary>One write contradicts what is stored, which is a defect of whoever made it; the others are not touched.</summary>
    Refused,

    /// <summary>Another process has taken the state over, and this one may write no more.</summary>
    Lost,

    /// <summary>It cannot be opened: rights, a missing directory, another version.</summary>
    Unusable,
}
