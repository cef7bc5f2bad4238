namespace Windrow.Events.Clowder.Serving.Brokers;

/// <summary>The queues of a server.</summary>
internal static class QueueNames
{
    /// <summary>Where extractors tell how jobs go.</summary>
    public static string Replies(ServerOptions options) => $"clowder.{options.Instance}";

    /// <summary>Where they register.</summary>
    public static string Registrations(ServerOptions options) => $"clowder.{options.Instance}.extractors";
}
