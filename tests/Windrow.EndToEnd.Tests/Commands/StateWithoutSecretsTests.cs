using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary>Whoever looks at a flow's state need not know the secrets that the flow itself runs with.</summary>
public sealed class StateWithoutSecretsTests : IDisposable
{
    private const string Flow = """
        sources: [{type: lines, path: in.jsonl}]
        plans:
          - name: told
            actions:
              - {type: select, match: {n: 99}}
              - {type: post, url: "https://hooks.example.org/", authorization: "Bearer ${secret:token}"}
          - name: kept
            actions:
              - {type: select, match: {n: 1}}
              - {type: publish, path: out.jsonl}

        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("products")]
    [InlineData("runs")]
    [InlineData("dlq", "list")]
    [InlineData("state", "verify")]
    public async Task Secrets_of_sources_and_actions_need_not_be_known(params string[] command)
    {
        _scratch.Write("in.jsonl", "{\"n\": 1}\n");
        _scratch.Write("flow.yaml", Flow);
        using (var run = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--once", "--quiet"], ("WINDROW_SECRET_TOKEN", "known")))
            (await run.Ended()).ShouldEndWith(0);
        (await WindrowProcess.Run(_scratch.Path, "check", "flow.yaml")).ShouldEndWith(1).Error.ShouldContain("WINDROW_SECRET_TOKEN");

        (await WindrowProcess.Run(_scratch.Path, [.. command, "flow.yaml"])).ShouldEndWith(0).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Secret_of_the_state_itself_has_to_be_known()
    {
        _scratch.Write("flow.yaml", Flow + "settings: {state: \"${secret:database}\"}\n");
        (await WindrowProcess.Run(_scratch.Path, "dlq", "list", "flow.yaml")).ShouldEndWith(3).Error.ShouldContain("WINDROW_SECRET_DATABASE");
    }

    [Fact]
    public async Task What_is_wrong_with_the_settings_is_told()
    {
        _scratch.Write("flow.yaml", Flow + "settings: {state: here, instance: \"a b\"}\n");
        (await WindrowProcess.Run(_scratch.Path, "dlq", "list", "flow.yaml")).ShouldEndWith(3).Error.ShouldContain("'a b' is no name of an instance");
    }
}
