namespace Windrow.Storage.Tests.Testing;

/// <summary>Whether tests do all of what they else do a sample of; <c>./dev fault</c> asks for it.</summary>
internal static class Exhaustive
{
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1";
}
