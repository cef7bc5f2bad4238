namespace Windrow.Core.Messages;

/// <summary>
/// What a message is about. The names are those of the peers: multio's tags, posttroll's and Clowder's events. The
/// numbers are the engine's own and change between versions: stored messages name their kind.
/// </summary>
public enum MessageKind : byte
{
    /// <summary>Values on a grid, decoded or encoded as GRIB.</summary>
    Field,

    /// <summary>The map from a part's points to the points of the whole field.</summary>
    Domain,

    /// <summary>Which points of a domain hold values.</summary>
    Mask,

    /// <summary>Constants of a model run.</summary>
    Parametrization,

    /// <summary>A file that is complete and can be read.</summary>
    File,

    /// <summary>A set of files or messages that belong together.</summary>
    Dataset,

    /// <summary>Somebody asks for a product.</summary>
    Request,

    /// <summary>Something was made and delivered.</summary>
    Product,

    /// <summary>Anything else that happened, told by its metadata alone.</summary>
    Event,

    /// <summary>A model says what it has reached; selects let it pass.</summary>
    Notification,

    /// <summary>A barrier: everything before it is to be made durable. Selects let it pass, nothing overtakes it.</summary>
    Flush,

    /// <summary>The engine's own: work posted to a segment, such as a deadline that has come.</summary>
    Wake,
}
