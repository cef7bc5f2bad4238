namespace Windrow.Events.Posttroll.Messages;

/// <summary>The version that messages are written in.</summary>
public enum MessageVersion
{
    /// <summary>v1.01 where there is no time in the data, so that older programs read it, else v1.2; that of the original where there is one.</summary>
    Auto,

    /// <summary>v1.01: times in UTC without an offset.</summary>
    Old,

    /// <summary>v1.2: times with their offset.</summary>
    New,
}
