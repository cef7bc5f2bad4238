using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

public sealed class StateCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public StateCommandTests()
    {
        _scratch.Write("in.jsonl", "{\"n\": 1}\n{\"n\": 2}\n");
        _scratch.Write("flow.yaml", """
            sources: [{type: lines, path: in.jsonl}]
            plans:
              - name: all
                actions:
                  - {type: publish, path: out.jsonl, stage: {queue: durable}}
            """);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task State_of_a_flow_is_verified_backed_up_and_restored()
    {
        (await Run("state", "verify", "flow.yaml")).ShouldEndWith(0).Error.ShouldContain("no state");
        (await Run("run", "flow.yaml", "--quiet")).ShouldEndWith(0);
        (await Run("state", "verify", "flow.yaml")).ShouldEndWith(0).Output.ShouldEndWith("nothing is damaged\n");
        var report = (await Run("state", "verify", "flow.yaml", "--json")).ShouldEndWith(0).Json();
        report.GetProperty("sound").GetBoolean().ShouldBeTrue();
        report.GetProperty("rows").GetProperty("queue").GetInt64().ShouldBe(1);

        (await Run("state", "backup", "flow.yaml", "copy")).ShouldEndWith(0);
        (await Run("state", "backup", "flow.yaml", "copy")).ShouldEndWith(1).ShouldTellInOneScreen().Error.ShouldContain("already");
        (await Run("state", "restore", "flow.yaml", "copy")).ShouldEndWith(1).Error.ShouldContain("--force");
        File.WriteAllText(_scratch[".windrow/flow/state.db"], "nonsense");
        (await Run("state", "verify", "flow.yaml")).ShouldEndWith(1).ShouldTellInOneScreen();
        var check = (await Run("check", "flow.yaml")).ShouldEndWith(0);
        check.Error.ShouldContain("warning WR6001");
        check.Error.ShouldContain("windrow state verify");
        (await Run("check", "flow.yaml", "--strict")).ShouldEndWith(1);
        (await Run("state", "restore", "flow.yaml", "copy", "--force")).ShouldEndWith(0);
        (await Run("state", "verify", "flow.yaml")).ShouldEndWith(0);
        (await Run("check", "flow.yaml", "--strict")).ShouldEndWith(0);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task State_and_backup_are_their_owners_alone_and_check_warns_when_they_are_not()
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        (await Run("run", "flow.yaml", "--quiet")).ShouldEndWith(0);
        (await Run("state", "backup", "flow.yaml", "backups/copy")).ShouldEndWith(0);
        new DirectoryInfo(_scratch[".windrow/flow"]).UnixFileMode.ShouldBe(OwnerOnly);
        new DirectoryInfo(_scratch["backups/copy"]).UnixFileMode.ShouldBe(OwnerOnly);
        new DirectoryInfo(_scratch[".windrow"]).UnixFileMode.ShouldNotBe(OwnerOnly);
        (await Run("check", "flow.yaml", "--strict")).ShouldEndWith(0);

        File.SetUnixFileMode(_scratch[".windrow/flow"], OwnerOnly | UnixFileMode.OtherRead);
        (await Run("run", "flow.yaml", "--quiet")).ShouldEndWith(0);
        new DirectoryInfo(_scratch[".windrow/flow"]).UnixFileMode.ShouldBe(OwnerOnly | UnixFileMode.OtherRead);
        var check = await Run("check", "flow.yaml", "--strict");
        check.ShouldEndWith(1).Error.ShouldContain("warning WR6002");
        check.Error.ShouldContain("(mode 704)");
        check.Error.ShouldContain("chmod 700 ");
    }

    [Fact]
    public async Task Flow_without_state_has_nothing_to_look_after()
    {
        _scratch.Write("none.yaml", "sources: [{type: lines, path: in.jsonl}]\nplans: [{name: all, actions: [{type: 'null'}]}]\nsettings: {state: none}\n");
        (await Run("state", "verify", "none.yaml")).ExitCode.ShouldNotBe(0);
        (await Run("state", "verify", "missing.yaml")).ShouldEndWith(3).Error.ShouldContain("WR5003");
    }

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
