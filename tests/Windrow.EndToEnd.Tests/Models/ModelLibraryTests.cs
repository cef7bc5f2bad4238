using System.Text.RegularExpressions;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Models;

/// <summary>The library, its header and its Fortran module are about the same functions.</summary>
[Collection(ModelCollection.Name)]
public sealed partial class ModelLibraryTests(ModelPrograms programs) : IDisposable
{
    // Generic names of the module stand for these: double forms of old headers, and forms of one value or of another integer.
    private static readonly string[] NotOfFortran =
    [
        "multio_write_field", "multio_write_mask", "multio_metadata_set_int", "multio_metadata_set_long", "multio_data_set_float_scalar", "multio_data_set_double_scalar",
    ];

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Every_function_of_the_header_is_in_the_library_and_in_the_fortran_module_and_there_is_no_other()
    {
        var header = Names(DeclaredName(), File.ReadAllText(programs["prefix/include/windrow.h"]));
        using var nm = WindrowProcess.StartCommand(["nm", "-D", "--defined-only", programs["prefix/lib/libwindrow.so"]], _scratch.Path);

        Names(ExportedName(), (await nm.Ended()).ShouldEndWith(0).Output).ShouldBe(header);
        Names(BoundName(), File.ReadAllText(programs["prefix/include/windrow/windrow.f90"])).ShouldBe(header.Except(NotOfFortran));
        header.Count.ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task Fortran_has_data_in_pieces_fields_of_two_dimensions_encoded_fields_and_a_failure_handler()
    {
        _scratch.Write("plan.yaml", """
            client:
              plans:
                - name: fields
                  actions:
                    - type: select
                      match: [{category: [ocean-2d]}]
                    - type: single-field-sink
            """);
        using (var sample = WindrowProcess.StartCommand(["sh", "-c", "cp \"$(codes_info -s)/GRIB2.tmpl\" sample.grib"], _scratch.Path))
            (await sample.Ended()).ShouldEndWith(0);
        using var program = WindrowProcess.StartCommand([programs["pieces"], "plan.yaml", "sample.grib"], _scratch.Path);

        var output = (await program.Ended()).ShouldEndWith(0).Output.Split('\n');

        output.ShouldContain("bytes 32");
        output.ShouldContain("pieces: done");
        output.Where(static line => line.StartsWith("told ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("pass one whole message, from 'GRIB' to '7777'");
        File.ReadAllBytes(_scratch["0::1::1"]).ShouldBe(new[] { 1.5, 2.5, 3.5, 0 }.SelectMany(BitConverter.GetBytes));
        File.ReadAllBytes(_scratch["0::1::2"]).ShouldBe(new[] { 1f, 2f, 3f, 4f }.SelectMany(BitConverter.GetBytes));
    }

    private static List<string> Names(Regex name, string text) => [.. name.Matches(text).Select(static match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^(?:int|const char\*) (multio_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex DeclaredName();

    [GeneratedRegex(@" T (multio_\w+)(?:@|$)", RegexOptions.Multiline)]
    private static partial Regex ExportedName();

    // 'function multio_x(…) bind(c)', or bind(c, name="multio_x").
    [GeneratedRegex(@"(?:function |bind\(c, name="")(multio_\w+)(?:""\)|\([^)]*\) bind\(c\))")]
    private static partial Regex BoundName();
}
