namespace Windrow.Fields.Transport.Mpi;

/// <summary>What a message between a client and a server holds.</summary>
internal static class MpiTags
{
    /// <summary>Client to server: one or several frames; the payload of the last may come by itself.</summary>
    public const int Frames = 1;

    /// <summary>Client to server: that payload.</summary>
    public const int Payload = 2;

    /// <summary>Server to client: a frame.</summary>
    public const int State = 3;
}
