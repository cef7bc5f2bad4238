using System.Text.Json;

namespace Windrow.EndToEnd.Tests.Testing;

/// <summary>What a run of the program left behind.</summary>
/// <param name="PeakMemory">The most memory that was resident, in bytes.</param>
internal sealed record Result(int ExitCode, string Output, string Error, long PeakMemory, TimeSpan Duration)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonElement Json() => JsonDocument.Parse(Output, new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;

    public Result ShouldEndWith(int exitCode)
    {
        ExitCode.ShouldBe(exitCode, $"standard error:\n{Shorten(Error)}\nstandard output:\n{Shorten(Output)}");
        return this;
    }

    /// <summary>The error is for people: no stack trace of the runtime, and not pages of text.</summary>
    public Result ShouldTellInOneScreen()
    {
        Error.ShouldNotContain("   at Windrow.");
        Error.ShouldNotContain("Unhandled exception");
        ErrorLines.Length.ShouldBeLessThan(40, Shorten(Error));
        return this;
    }

    public override string ToString() => $"exit {ExitCode}\n{Shorten(Output)}\n{Shorten(Error)}";

    private static string Shorten(string text) => text.Length <= 4_000 ? text : text[..4_000] + "…";
}
