using Windrow.Core.Configuration;
using Windrow.Fields.PlanFiles;

namespace Windrow.Fields.Tests.PlanFiles;

public sealed class PlanFileSearchTests : IDisposable
{
    private const string Plan = "plans: [{name: NAME, actions: [{type: \"null\"}]}]";

    private readonly PlanText _text = new();

    public PlanFileSearchTests()
    {
        _text.Environment["MULTIO_SERVER_CONFIG_PATH"] = _text["config"]; // where no default file is
        _text.Environment["MULTIO_PLANS"] = Named("text");
        _text.Environment["MULTIO_PLANS_FILE"] = _text.Write("plans.yaml", Named("file"));
        _text.Environment["MULTIO_CONFIG"] = "{sinks: [{type: file, path: text.grib}]}";
        _text.Environment["MULTIO_CONFIG_FILE"] = _text.Write("sinks.yaml", "sinks: [{type: file, path: file.grib}]\n");
        _text.Environment["MULTIO_SINKS"] = "file:null";
    }

    public void Dispose() => _text.Dispose();

    [Fact]
    public void A_client_goes_through_multios_order()
    {
        var named = _text.Write("named.yaml", Named("named"));
        var configured = _text.Write("configured.yaml", Named("configured"));
        _text.Environment["MULTIO_SERVER_CONFIG_FILE"] = configured;
        _text.Write("config/multio-server.yaml", Named("default"));

        Found(named).ShouldContain("name: named");
        Found(null).ShouldContain("name: configured");
        Without("MULTIO_SERVER_CONFIG_FILE").ShouldContain("name: default");
        File.Delete(_text["config/multio-server.yaml"]);
        Found(null).ShouldContain("name: text");
        Without("MULTIO_PLANS").ShouldContain("name: file");
        Without("MULTIO_PLANS_FILE").ShouldContain("path: text.grib");
        Without("MULTIO_CONFIG").ShouldContain("path: file.grib");
        Without("MULTIO_CONFIG_FILE").ShouldContain("- type: file\n          - type: \"null\"");
        Without("MULTIO_SINKS").ShouldContain("- type: fdb5");
    }

    [Fact]
    public void An_empty_variable_counts_as_one_that_is_not_set()
    {
        _text.Environment["MULTIO_PLANS"] = "";
        Found(null).ShouldContain("name: file");
    }

    [Fact]
    public void A_server_needs_its_file()
    {
        PlanFile.FindForServer(null, _text.Services, _text.Diagnostics).ShouldBeNull();
        _text.Findings.ShouldContain("there is no file 'config/multio-server.yaml'");
    }

    [Fact]
    public void What_a_variable_holds_is_told_by_its_name()
    {
        _text.Environment["MULTIO_PLANS"] = "plans: [{name: a, actions: []}]";
        var file = PlanFile.FindForClient(null, _text.Services, _text.Diagnostics).ShouldNotBeNull();
        file.Translate(PlanFile.ClientSection).ShouldBeNull();
        _text.Findings.ShouldContain("MULTIO_PLANS:1:28: error WR2002: a plan without actions does nothing");
    }

    private static string Named(string name) => Plan.Replace("NAME", name, StringComparison.Ordinal);

    private string Without(string variable)
    {
        _text.Environment.Remove(variable);
        return Found(null);
    }

    private string Found(string? path)
    {
        var diagnostics = new DiagnosticBag();
        var file = PlanFile.FindForClient(path, _text.Services, diagnostics);
        var native = file?.Translate(PlanFile.ClientSection)?.ToString();
        diagnostics.ToString().ShouldBe("");
        return native.ShouldNotBeNull();
    }
}
