namespace Windrow.Events.Amqp.Source;

/// <summary>What becomes of the body of a message that comes in.</summary>
public enum BodyForm
{
    /// <summary>It is a JSON object, whose members become metadata.</summary>
    Json,

    /// <summary>It is the payload, as it is.</summary>
    Bytes,

    /// <summary>Both: its members become metadata, and it is the payload.</summary>
    JsonAndBytes,

    /// <summary>It is an event of a Clowder server: what rules are written over becomes metadata, and it is the payload.</summary>
    Clowder,
}
