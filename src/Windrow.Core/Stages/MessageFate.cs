namespace Windrow.Core.Stages;

/// <summary>What becomes of a message that could not be worked on.</summary>
internal enum MessageFate : byte
{
    /// <summary>It is tried again, now or when its source brings it again.</summary>
    TriedAgain,

    /// <summary>It is a dead letter.</summary>
    Dead,

    /// <summary>It was dropped, as the plan's <c>on-error</c> says.</summary>
    Dropped,
}
