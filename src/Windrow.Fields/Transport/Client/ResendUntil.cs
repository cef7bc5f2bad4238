namespace Windrow.Fields.Transport.Client;

/// <summary>How long a client keeps what it has sent.</summary>
public enum ResendUntil
{
    /// <summary>Until it has arrived: a cut of the connection loses nothing.</summary>
    Received,

    /// <summary>Until the next flush is durable: the end of the server loses nothing either.</summary>
    Flush,
}
