namespace Windrow.Events.Posttroll.Messages;

/// <summary>What the data of a message are.</summary>
internal enum DataForm
{
    /// <summary>There are none, or they are empty: on the wire these are the same.</summary>
    None,
    Json,

    /// <summary>Any text, although its mime type says ASCII.</summary>
    Text,
    Binary,
}
