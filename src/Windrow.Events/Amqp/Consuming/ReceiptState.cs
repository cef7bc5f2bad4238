namespace Windrow.Events.Amqp.Consuming;

/// <summary>How far the broker's message is.</summary>
internal enum ReceiptState : byte
{
    /// <summary>It is worked on.</summary>
    Open,

    /// <summary>It is done, and the broker is to be told so.</summary>
    Accepted,

    /// <summary>It came to nothing, and the broker is to be told so.</summary>
    Rejected,

    /// <summary>The broker was told.</summary>
    Told,
}
