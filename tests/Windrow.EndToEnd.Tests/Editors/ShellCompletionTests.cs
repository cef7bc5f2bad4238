using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Editors;

/// <summary>Words that real shells offer behind <c>windrow</c>.</summary>
public sealed class ShellCompletionTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public ShellCompletionTests()
    {
        File.CreateSymbolicLink(_scratch["windrow"], Repository.Program);
        _scratch.Write("flow file.yaml", "");
        _scratch.Write("flows.yaml", "flow: a\n");
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("windrow ch", "check")]
    [InlineData("windrow run --me", "--metrics")]
    [InlineData("windrow completion ", "bash fish zsh")]
    [InlineData("windrow check flows", "")] // bash itself completes files then
    public async Task Bash(string line, string offered)
    {
        var words = line.Split(' ');
        var result = await Run("bash", "--norc", "-c", $$"""
            source <(windrow completion bash)
            complete -p windrow | grep -q -- '-o default' || exit 1
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_CWORD={{words.Length - 1}} COMP_WORDS=({{string.Join(' ', words.Select(static word => $"'{word}'"))}})
            _windrow
            echo "${COMPREPLY[*]}"
            """);
        result.Output.Trim().ShouldBe(offered, result.Error);
    }

    [Theory]
    [InlineData("windrow ch", "check")]
    [InlineData("windrow run --me", "--metrics")]
    [InlineData("windrow check flow", "flow file.yaml|flows.yaml")]
    [InlineData("windrow fields pro", "probe")]
    public async Task Fish(string line, string offered)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/fish"), "there is no fish (Debian: apt-get install fish)");
        var result = await Run("fish", "--no-config", "-c", $"windrow completion fish | source; complete -C '{line}'");
        string.Join('|', result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static each => each.Split('\t')[0])).ShouldBe(offered, result.Error);
    }

    // In a terminal, with the keys that a user presses: what is completed is run.
    [Theory]
    [InlineData("windrow che\tflows.yaml", "a flow file needs the option 'plans'")]
    [InlineData("windrow check flows\t", "a flow file needs the option 'plans'")]
    [InlineData("windrow check flows.yaml --sar\t", "sarif-schema")]
    public async Task Zsh(string keys, string told)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh"), "there is no zsh (Debian: apt-get install zsh)");
        _scratch.Write("keys.zsh", """
            zmodload zsh/zpty
            zpty shell 'zsh -f -i'
            until_told() { local all line; while zpty -r shell line; do all+=$line; [[ $all == *$1* ]] && break; done; print -r -- $all }
            zpty -w shell 'autoload -Uz compinit; compinit -u -D; eval "$(windrow completion zsh)"; echo RE""ADY'
            until_told READY > /dev/null
            zpty -w -n shell $1
            zpty -w -n shell $'; echo DO""NE\n'
            until_told DONE
            """);
        (await Run("zsh", "-f", "keys.zsh", keys)).Output.ShouldContain(told);
    }

    [Fact]
    public async Task Shell_that_is_not_known_is_refused() => (await WindrowProcess.Run(_scratch.Path, "completion", "csh")).ShouldEndWith(2).Error.ShouldContain("zsh");

    private async Task<Result> Run(params string[] command)
    {
        using var shell = WindrowProcess.StartCommand(command, _scratch.Path, ("PATH", $"{_scratch.Path}:/usr/bin:/bin"), ("HOME", _scratch.Path), ("TERM", "xterm"));
        await shell.Feed("");
        return (await shell.Ended()).ShouldEndWith(0);
    }
}
