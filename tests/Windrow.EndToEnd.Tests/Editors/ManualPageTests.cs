using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Editors;

/// <summary>windrow(1) as manual readers take it.</summary>
public sealed class ManualPageTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Linter_misses_the_date_only()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mandoc"), "there is no mandoc (Debian: apt-get install mandoc)");
        _scratch.Write("windrow.1", (await WindrowProcess.Run(_scratch.Path, "man")).ShouldEndWith(0).Output);
        using var linter = WindrowProcess.StartCommand(["mandoc", "-T", "lint", "-W", "style", "windrow.1"], _scratch.Path);
        // A page of a program has no date of its own.
        (await linter.Ended()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("missing date");
    }

    [Fact]
    public async Task Reader_shows_commands_options_and_exit_status()
    {
        var page = (await WindrowProcess.Run(_scratch.Path, "man")).Output;
        Assert.SkipUnless(File.Exists("/usr/bin/man"), "there is no man (Debian: apt-get install man-db)");
        using var reader = WindrowProcess.StartCommand(["man", "--warnings", "-l", "-"], _scratch.Path, ("MANWIDTH", "100"), ("MAN_KEEP_FORMATTING", ""));
        await reader.Feed(page);
        var shown = (await reader.Ended()).ShouldEndWith(0);
        shown.Error.ShouldBeEmpty();
        foreach (var text in (string[])["windrow fields probe", "--discard-state", "EXIT STATUS", "dead letters", "WINDROW_SECRET_"])
            shown.Output.ShouldContain(text);
    }
}
