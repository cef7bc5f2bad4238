using System.Text;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Events.Gatherer.Ini;

namespace Windrow.Events.Tests.Gatherer;

/// <summary>The older form of the configuration, as Python's <c>configparser</c> reads it.</summary>
public sealed class GathererIniTests
{
    private const string Msg = """
        # Segments of two services
        [DEFAULT]
        timeliness = 900
        TIME_NAME: nominal_time

        [msg]
        pattern = H-000-{orig_platform_name:4s}__-{orig_platform_name:4s}________-{channel_name:_<9s}-{segment:_<9s}-{nominal_time:%Y%m%d%H%M}-__
        critical_files = :PRO,:EPI
        wanted_files = VIS006:000006-000008,
            HRV:000022-000024
        all_files =
        topics = /foo/bar /foo/baz
        publish_topic = /pub/foo/bar
        num_files_premature_publish = 4
        variable_tags = proctime,proc_decimal
        nameservers = one two
        ; comments have lines of their own

        [rss]
        pattern = {segment:4s}_{nominal_time:%Y%m%d%H%M}
        wanted_files = :AVHR,:AMSA
        topics = /foo/bar
        publish_topic = /pub/foo/bar
        addresses = tcp://192.168.0.101:12345 192.168.0.102:12345
        nameservers = false
        publish_port = 12346
        timeliness = 20

        [other]
        port = 1
        """;

    [Fact]
    public void Sections_are_gatherers_and_flows()
    {
        var flow = Flow(Msg, "msg", out var file, out var problems);
        problems.ShouldBe("");
        file.Sections.ShouldBe(["msg", "rss"]);
        var yaml = ConfigWriter.Write(flow!);
        yaml.ShouldStartWith("flow: g-msg\n");
        yaml.ShouldContain("topics: [/foo/bar, /foo/baz]");
        yaml.ShouldContain("nameserver: one");
        yaml.ShouldContain("HRV:000023");
        yaml.ShouldContain("deadline: 900s");
        yaml.ShouldContain("time-name: nominal_time");
        yaml.ShouldContain("early: 4");
        yaml.ShouldContain("publisher: segment_gatherer_msg");
        var other = ConfigWriter.Write(Flow(Msg, "rss", out _, out problems)!);
        problems.ShouldBe("");
        other.ShouldContain("deadline: 20s");
        other.ShouldContain("announce: none");
        other.ShouldContain("tcp://192.168.0.102:12345");
        other.ShouldNotContain("services");
    }

    [Theory]
    [InlineData("[a]\npattern = {segment}\nwanted_files = 1\ntopics = /a\npublish_topic = /b", "g.ini:3:16: error", "'1' has no colon")]
    [InlineData("[a]\npattern = x\n  timelines = 3\npublish_topic = /b\ntopics = /a\ntimelines = 3", "g.ini:6:1: warning", "did you mean 'timeliness'?")]
    [InlineData("[a]\npattern = x\npublish_topic = /b\ntopics = /a\ntimeliness = soon", "g.ini:5:14: error", "'timeliness' is a number above 0")]
    [InlineData("[a]\npattern = x\npublish_topic = /b", "g.ini:1:2: error", "which messages to take")]
    [InlineData("[a]\npattern = x\nPattern = y\npublish_topic = /b\ntopics = /a", "g.ini:3:1: error", "there twice in [a]")]
    [InlineData("[a]\npattern = x\n[a]\npublish_topic = /b\ntopics = /a", "g.ini:3:2: error", "first at g.ini:1:2")]
    [InlineData("[a]\npattern\npublish_topic = /b\ntopics = /a", "g.ini:2:1: error", "neither a section nor an option")]
    [InlineData("[b]\npattern = x\npublish_topic = /b\ntopics = /a", "g.ini: error", "there are: b")]
    [InlineData("[a]\nregions = euron1", "g.ini: error", "no configuration of a segment gatherer")]
    public void What_is_wrong_is_told_at_its_place(string text, string where, string what)
    {
        Flow(text, "a", out _, out var problems);
        problems.ShouldContain(where);
        problems.ShouldContain(what);
    }

    [Theory]
    [InlineData("\uFEFF# x\n\n [msg]\na=b", true)]
    [InlineData("# x\nflow: a", false)]
    [InlineData("[a, b]", false)]
    [InlineData("", false)]
    public void Files_are_known_by_their_first_line(string text, bool isIni) => GathererIni.Recognises(Encoding.UTF8.GetBytes(text)).ShouldBe(isIni);

    private static MappingNode? Flow(string text, string section, out GathererIni file, out string problems)
    {
        var diagnostics = new DiagnosticBag();
        file = GathererIni.Read(Encoding.UTF8.GetBytes(text), "g.ini", diagnostics);
        var flow = diagnostics.HasErrors ? null : file.Translate(section);
        if (flow is not null)
            _ = new FlowReader(new PlugInCatalog().AddCore().AddEvents(), new Core.EngineServices(), diagnostics).Read(flow, "g.ini");
        problems = diagnostics.ToString();
        return flow;
    }
}
