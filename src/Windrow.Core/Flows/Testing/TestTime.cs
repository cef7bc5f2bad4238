using Windrow.Core.Messages;

namespace Windrow.Core.Flows.Testing;

/// <summary>Reads the times of tests.</summary>
internal static class TestTime
{
    /// <returns>Null; else what is wrong.</returns>
    public static string? Read(string text, Action<DateTime> set)
    {
        if (!TimeText.TryParse(text, out var time))
            return "it is no time; write for example 2026-01-01T06:00:00Z";
        set(time);
        return null;
    }
}
