using Windrow.Core.Messages;

namespace Windrow.Exec.Workers.Protocol;

/// <summary>The names of kinds of messages in the worker protocol.</summary>
internal static class KindName
{
    // Flush and what comes after it are the engine's own.
    private static readonly string[] Names = [.. Enum.GetValues<MessageKind>().Where(static kind => kind < MessageKind.Flush).Select(static kind => kind.ToString().ToLowerInvariant())];

    public static string Of(MessageKind kind) => Names[(int)kind];

    public static bool TryParse(string? name, out MessageKind kind)
    {
        var index = Array.IndexOf(Names, name);
        kind = index < 0 ? default : (MessageKind)index;
        return index >= 0;
    }
}
