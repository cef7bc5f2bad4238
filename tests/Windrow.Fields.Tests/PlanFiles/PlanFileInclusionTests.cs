namespace Windrow.Fields.Tests.PlanFiles;

public sealed class PlanFileInclusionTests : IDisposable
{
    private readonly PlanText _text = new();

    public void Dispose() => _text.Dispose();

    [Fact]
    public void A_plan_may_stand_in_a_file_of_its_own_where_the_environment_counts_as_well()
    {
        _text.Environment["OUT"] = "/scratch/run";
        _text.Write("plans/a.yaml", "enable: \"{ON}\"\nactions:\n  - {type: sink, sinks: [{type: file, path: '{OUT}/{UNSET_NAME}/a.grib'}]}\n");
        const string Text = "plans:\n  - file: \"{~}plans/a.yaml\"\n";
        _text.Environment["ON"] = "true";
        var native = _text.Native(Text);
        native.ShouldContain($"name: \"file::{_text.Directory}/plans/a.yaml\"");
        native.ShouldContain("path: \"/scratch/run/{UNSET_NAME}/a.grib\"");
        _text.Findings.ShouldContain("plans/a.yaml:3:45: warning WR1019: the environment variable UNSET_NAME is not set");
        _text.Environment["ON"] = "off";
        _text.Native(Text).ShouldNotContain("actions");
        _text.Findings.ShouldBe("");
    }

    [Fact]
    public void Errors_in_an_included_file_name_that_file()
    {
        _text.Write("a.yaml", "name: a\nactions:\n  - {type: encode, formatt: raw, format: rawr}\n  - {type: \"null\"}\n");
        _text.Flow("plans: [{file: '{~}/a.yaml'}]").ShouldBeNull();
        _text.Findings.ShouldContain("a.yaml:3:20: warning WR2001: 'formatt' is not an option of encode; did you mean 'format'?");
        _text.Findings.ShouldContain("a.yaml:3:42: error WR2005: 'format' does not take the text 'rawr'");
    }

    [Fact]
    public void One_level_is_all_there_is()
    {
        _text.Write("a.yaml", "file: b.yaml\n");
        _text.Native("plans: [{file: '{~}/a.yaml'}]").ShouldBe("");
        _text.Findings.ShouldContain("a.yaml:1:7: error WR3001: the plan in");
        _text.Findings.ShouldContain("names another file; one level is all there is");
    }

    [Fact]
    public void The_directory_of_the_configuration_is_that_of_the_environment_where_it_says_so()
    {
        _text.Write("elsewhere/a.yaml", "name: a\nactions: [{type: \"null\"}]\n");
        _text.Environment["MULTIO_SERVER_CONFIG_PATH"] = _text["elsewhere"];
        _text.Native("plans: [{file: '{~}a.yaml'}]").ShouldContain("name: a");
    }
}
