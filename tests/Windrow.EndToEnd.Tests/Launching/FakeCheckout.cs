using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Launching;

/// <summary>
/// A checkout with the real launcher and a compiler that is a script: a build takes no time, and does what a test says.
/// </summary>
internal sealed class FakeCheckout : IDisposable
{
    private const string Compiler = """
        #!/usr/bin/env bash
        here=$(dirname "$0")
        if [[ $1 == --list-sdks ]]; then
            echo '10.0.100 [/nowhere]'
            exit
        fi
        echo "$*" >>"$here/builds"
        [[ ! -p $here/gate ]] || read -r <"$here/gate"
        [[ $* == *PublishReadyToRun=false* || ! -e $here/no-ahead-of-time ]] || { echo 'error: no such package'; exit 1; }
        while [[ $1 != -o ]]; do shift; done
        mkdir -p "$2"
        printf '#!/bin/sh\necho "this is windrow $*"\n' >"$2/windrow"
        [[ ! -e $here/no-build ]] || { echo 'error: it does not compile'; exit 1; }
        chmod +x "$2/windrow"

        """;

    private readonly Scratch _scratch = new();

    // With a space, since people have those.
    private string _name = "my checkout";

    public FakeCheckout()
    {
        foreach (var file in new[] { "windrow", ".ci/bootstrap.sh", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(this[file])!);
            File.Copy(Path.Combine(Repository.Root, file), this[file]);
        }

        Write("src/Windrow.Cli/Program.cs", "");
        Write("examples/recipes/t2m.yaml", "");
        Write("examples/sensor-pipeline/flow.yaml", "");

        // Over a copy of the launcher, which is executable.
        Directory.CreateDirectory(_scratch["sdk"]);
        File.Copy(this["windrow"], _scratch["sdk/dotnet"]);
        _scratch.Write("sdk/dotnet", Compiler);
    }

    public string this[string name] => _scratch[$"{_name}/{name}"];

    /// <summary>The arguments of every build so far.</summary>
    public string[] Builds => _scratch.Lines("sdk/builds");

    /// <summary>What is left of builds: the names below .build.</summary>
    public string[] Remains => [.. Directory.EnumerateFileSystemEntries(this[".build"]).Select(static path => Path.GetFileName(path)!)];

    public void Write(string name, string text) => _scratch.Write($"{_name}/{name}", text);

    public void Move()
    {
        Directory.Move(this[""], _scratch["another place"]);
        _name = "another place";
    }

    /// <summary>From now on builds behave otherwise: <c>no-ahead-of-time</c> and <c>no-build</c> fail.</summary>
    public void Set(string mark) => _scratch.Write($"sdk/{mark}", "");

    public void Unset(string mark) => File.Delete(_scratch[$"sdk/{mark}"]);

    /// <summary>From now on a build waits at a gate.</summary>
    public async Task CloseGate() => (await Start("mkfifo", _scratch["sdk/gate"]).Ended()).ShouldEndWith(0);

    /// <summary>Waits until a build is at the gate; closing the stream lets it through, and further ones find no gate.</summary>
    public async Task<Stream> BuildAtGate()
    {
        var gate = await Task.Run(() => new FileStream(_scratch["sdk/gate"], FileMode.Open, FileAccess.Write)).WaitAsync(TimeSpan.FromSeconds(120));
        File.Delete(_scratch["sdk/gate"]);
        return gate;
    }

    /// <summary>A link to the launcher, in another directory and by a relative path.</summary>
    public string Link()
    {
        Directory.CreateDirectory(_scratch["bin"]);
        File.CreateSymbolicLink(_scratch["bin/inner"], "../my checkout/windrow");
        File.CreateSymbolicLink(_scratch["bin/windrow"], "inner");
        return _scratch["bin/windrow"];
    }

    public WindrowProcess Start(params string[] command) => WindrowProcess.StartCommand(
        command, _scratch.Path, ("PATH", $"{_scratch["sdk"]}:{Environment.GetEnvironmentVariable("PATH")}"));

    public WindrowProcess Launch() => Start(this["windrow"], "plugins", "list");

    public void Dispose() => _scratch.Dispose();
}
