using System.Runtime.CompilerServices;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Fields.PlanFiles;

namespace Windrow.Fields.Tests.PlanFiles;

/// <summary>
/// Plan files that are in use: those that multio ships as examples, and those of its tests. They are not part of this project: WINDROW_MULTIO_PLANS
/// names their directory, which is looked for beside the checkout otherwise.
/// </summary>
public sealed class ShippedPlanFileTests
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("WINDROW_MULTIO_PLANS") ?? BesideCheckout();

    // What the flow of a section may lack: plug-ins that another part of the program brings.
    private static readonly string[] Tolerated = ["WR5001", "WR3008", "WR5003"];

    public static TheoryData<string> Files => Directory.Exists(Folder)
        ? [.. Directory.GetFiles(Folder, "*.yaml").Append(Path.Combine(Folder, "nextGEMS/multio-server.yaml")).Select(static path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)]
        : ["(none)"];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_file_is_translated_without_an_error(string name)
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"there are no plan files of multio in {Folder}");
        var diagnostics = new DiagnosticBag();
        var services = new EngineServices { Environment = Variable };
        var file = PlanFile.Read(Path.Combine(Folder, name), services, diagnostics).ShouldNotBeNull(diagnostics.ToString());
        file.Sections.ShouldNotBeEmpty();
        foreach (var section in file.Sections)
        {
            if (file.Translate(section) is { } flow)
                file.Flow(flow, PlanText.Catalog);
        }

        diagnostics.Sorted.Where(static finding => finding.Severity == Severity.Error && !Tolerated.Contains(finding.Rule.Code)).ShouldBeEmpty();
    }

    [Fact]
    public void Plans_of_a_production_run_are_read_out_of_files_of_their_own()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"there are no plan files of multio in {Folder}");
        var plans = Directory.GetFiles(Path.Combine(Folder, "nextGEMS/plans"));
        var text = "plans:\n" + string.Concat(plans.Select(static plan => $"  - file: '{plan}'\n"));
        var diagnostics = new DiagnosticBag();
        var file = PlanFile.Parse(text, "plans.yaml", new EngineServices { Environment = Variable }, diagnostics).ShouldNotBeNull();
        var native = file.Translate(PlanFile.ClientSection).ShouldNotBeNull(diagnostics.ToString()).ToString();
        native.Split("type: sink").Length.ShouldBe(plans.Length + 1);
        native.ShouldContain("/nowhere/");
        native.ShouldContain("initial-condition-present: true");
        native.ShouldNotContain("MULTIO_RAPS");
    }

    private static string BesideCheckout([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../../shared/data/multio"));

    private static string? Variable(string name) => name switch
    {
        "MULTIO_RAPS_PLANS_PATH" => Path.Combine(Folder, "nextGEMS/plans"),
        _ when name.StartsWith("MULTIO_RAPS_ENABLE", StringComparison.Ordinal) => "1",
        _ when name.StartsWith("MULTIO_RAPS_", StringComparison.Ordinal) => "/nowhere/" + name["MULTIO_RAPS_".Length..].ToLowerInvariant(),
        _ => null,
    };
}
