using Windrow.Core.IO;
using Windrow.Maps.Definitions;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Maps.Pantries;
using Windrow.Maps.Tests.Definitions;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;

namespace Windrow.Maps.Tests.Pantries;

public sealed class PantryFolderTests : IDisposable
{
    private static readonly Instant Noon = new(new DateTime(2026, 7, 29, 12, 0, 0, DateTimeKind.Utc), TimeSpan.FromHours(3));

    private readonly RecipeFiles _files = RecipeFiles.Of("""
        inputs:
          t: [{model: ifs, eccodes: centre == 98}, {model: cosmo, eccodes: centre == 200}]
          z: {eccodes: shortName is "z"}
        """);

    private string Folder => Path.Combine(_files.Folder, "pantry");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void What_was_put_is_there_after_the_commit_and_for_the_next_run()
    {
        var definitions = _files.Read();
        var available = new AvailableInputs(definitions);
        var pantry = new PantryFolder(Folder, new PhysicalFileSystem(), definitions, available);
        pantry.TakeUp().ShouldBeEmpty();
        pantry.Put(definitions.Input("z")[0], Noon, [1, 2, 3]).ShouldBeTrue();
        pantry.Put(definitions.Input("z")[0], Noon, [4]).ShouldBeFalse();
        available.Find("z", Noon).ShouldBeNull();
        pantry.Commit().ShouldBe([(definitions.Input("z")[0], Noon, Arrival.New)]);
        var file = available.Find("z", Noon).ShouldNotBeNull().Path;
        file.ShouldBe(Path.Combine(Folder, "z_2026_7_29_12_0_0+3.grib"));
        File.ReadAllBytes(file).ShouldBe([1, 2, 3]);

        File.WriteAllText(Path.Combine(Folder, ".z_2026_7_29_12_0_0+6.grib.part"), "half");
        File.WriteAllText(Path.Combine(Folder, "readme"), "");
        File.WriteAllText(Path.Combine(Folder, "w_2026_7_29_12_0_0+3.grib"), "of other recipes");
        var again = new AvailableInputs(definitions);
        var next = new PantryFolder(Folder, new PhysicalFileSystem(), definitions, again);
        next.TakeUp().ShouldBe(["readme", "w_2026_7_29_12_0_0+3.grib"]);
        again.Find("z", Noon).ShouldNotBeNull().Path.ShouldBe(file);
        next.Put(definitions.Input("z")[0], Noon, [4]).ShouldBeFalse();
        Directory.GetFiles(Folder, ".*").ShouldBeEmpty();
    }

    [Fact]
    public void Models_of_one_input_are_files_of_their_own_and_the_first_definition_wins()
    {
        var definitions = _files.Read();
        var available = new AvailableInputs(definitions);
        var pantry = new PantryFolder(Folder, new PhysicalFileSystem(), definitions, available);
        pantry.TakeUp();
        pantry.Put(definitions.Input("t")[1], Noon, [2]);
        pantry.Put(definitions.Input("t")[0], Noon, [1]);
        pantry.Commit().Select(static came => came.Arrival).ShouldBe([Arrival.New, Arrival.Better]);
        Path.GetFileName(available.Find("t", Noon)!.Path).ShouldBe("ifs_t_2026_7_29_12_0_0+3.grib");
    }

    [Theory]
    [InlineData(FaultManner.IoError)]
    [InlineData(FaultManner.DiskFull)]
    [InlineData(FaultManner.ShortWrite)]
    [InlineData(FaultManner.Kill)]
    [InlineData(FaultManner.PowerCut)]
    [InlineData(FaultManner.PowerCutInAnyOrder)]
    public void Whatever_operation_fails_a_file_is_whole_or_not_there_and_the_next_run_completes_it(FaultManner manner)
    {
        var definitions = _files.Read();
        for (var at = 1L; ; at++)
        {
            if (Directory.Exists(Folder))
                Directory.Delete(Folder, recursive: true);
            var plan = new FaultPlan(at, manner, seed: (int)at);
            try
            {
                Fill(new FaultyFileSystem(plan), definitions);
            }
            catch (IOException)
            {
                // Told, as it has to be.
            }

            if (plan.Struck is null)
                break;
            at = plan.Struck.Value.Number;
            foreach (var file in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.grib") : [])
                File.ReadAllBytes(file).ShouldBe(ContentOf(Path.GetFileName(file)), $"{plan}");
            Fill(new PhysicalFileSystem(), definitions);
            string.Join(' ', Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)).ShouldBe("ifs_t_2026_7_29_12_0_0+3.grib z_2026_7_29_12_0_0+3.grib", $"{plan}");
        }
    }

    private void Fill(IFileSystem files, MapDefinitions definitions)
    {
        var pantry = new PantryFolder(Folder, files, definitions, new AvailableInputs(definitions));
        pantry.TakeUp();
        foreach (var definition in new[] { definitions.Input("z")[0], definitions.Input("t")[0] })
            pantry.Put(definition, Noon, ContentOf(definition.Model is null ? "z" : "ifs_t"));
        pantry.Commit();
    }

    private static byte[] ContentOf(string name) => name[0] == 'z' ? [1, 2, 3, 4, 5] : [.. Enumerable.Repeat((byte)7, 5_000)];
}
