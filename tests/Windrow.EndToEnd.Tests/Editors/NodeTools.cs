using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Editors;

/// <summary>Programs of an editor and a code host, from npm, fetched once for all tests.</summary>
public sealed class NodeTools : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private string _missing = "there is no npm (Debian: apt-get install npm)";

    public async ValueTask InitializeAsync()
    {
        _scratch.CopyOf(Path.Combine(Repository.Root, "tests/Windrow.EndToEnd.Tests/Editors/node"));
        if (!File.Exists("/usr/bin/npm"))
            return;
        using var install = WindrowProcess.StartCommand(["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"], _scratch.Path);
        var result = await install.Ended();
        _missing = result.ExitCode == 0 ? "" : $"npm cannot fetch what is needed: {result.Error}";
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return default;
    }

    /// <summary>Runs a script of the folder; the test is skipped where npm or its registry is absent.</summary>
    internal async Task<Result> Run(string script, string directory, string input, params string[] arguments)
    {
        Assert.SkipUnless(_missing.Length == 0, _missing);
        using var node = WindrowProcess.StartCommand(["node", _scratch[script], .. arguments], directory);
        await node.Feed(input);
        return (await node.Ended()).ShouldEndWith(0);
    }
}
