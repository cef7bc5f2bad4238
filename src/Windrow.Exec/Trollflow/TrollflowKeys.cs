using Windrow.Core.Messages;

namespace Windrow.Exec.Trollflow;

/// <summary>Metadata by which Windrow and the process of an item talk; see <c>python/trollflow_worker.py</c>.</summary>
internal static class TrollflowKeys
{
    /// <summary>What a daemon is asked for.</summary>
    public static readonly MetadataKey Ask = "trollflow.ask";

    /// <summary>The daemon has ended by itself.</summary>
    public static readonly MetadataKey Ended = "trollflow.ended";

    /// <summary>A message with nothing in it.</summary>
    public static readonly MetadataKey Start = "trollflow.start";

    /// <summary>To wait for a moment until it puts something on its output queue.</summary>
    public const string Get = "get";

    /// <summary>What it has put there.</summary>
    public const string Take = "take";

    /// <summary>To stop, and what it has put there until then.</summary>
    public const string Stop = "stop";
}
