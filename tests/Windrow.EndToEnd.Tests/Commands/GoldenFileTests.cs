using System.Diagnostics;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary>Golden files of <c>windrow test</c>: written by <c>--update</c>, and changed by other programs by as much as the tolerance allows, and by more.</summary>
public sealed class GoldenFileTests
{
    private const string Fields = """
        flow: golden
        sources:
          - {type: generate, params: [2t], start: 2026-11-20T00:00:00Z, steps: 0/to/24/by/6, nx: 36, ny: 19}
        plans:
          - name: daily
            actions:
              - {type: statistics, output-frequency: 1d, operations: [average], partial-windows: drop}
              - {type: encode, format: grib, sample: regular_ll_sfc_grib2}
              - {type: file, path: "products/{shortName}.grib"}
          - name: cube
            actions:
              - {type: netcdf, path: "cubes/{shortName}.nc"}
        tests:
          - name: messages
            given: [{run: true}]
            expect: [{plan: daily, fields: golden/messages.grib, relative: 2e-3}]
          - name: grib
            given: [{run: true}]
            expect: [{file: products/2t.grib, fields: golden/2t.grib, absolute: 0.5}]
          - name: netcdf
            given: [{run: true}]
            expect: [{file: cubes/2t.nc, fields: golden/2t.nc, absolute: 0.5}]
        """;

    [Fact]
    public async Task Fields_are_compared_by_tolerance()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", Fields);
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(1).Output.ShouldContain("'windrow test --update' writes it");
        File.Exists(scratch["golden/2t.grib"]).ShouldBeFalse();
        var update = (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml", "--update")).ShouldEndWith(0).Output;
        update.ShouldContain("wrote golden/messages.grib");
        update.ShouldContain("wrote golden/2t.nc");
        var again = (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml", "--update")).ShouldEndWith(0).Output;
        again.ShouldNotContain("wrote");

        // ecCodes and netCDF4 move the golden values by less than the tolerance, then by more.
        await Move(scratch, "0.4");
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(0);
        await Move(scratch, "0.8");
        var failed = (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(1).Output;
        failed.ShouldContain("flow.yaml:16:14: field 1, shortName=");
        failed.ShouldContain("values differ by more than allowed (absolute 0, relative 0.002)");
        failed.ShouldContain("values differ by more than allowed (absolute 0.5, relative 0)");
        failed.ShouldContain("the largest difference is 0.8");
        failed.ShouldContain("0 passed, 3 failed");
    }

    [Fact]
    public async Task Missing_value_is_like_a_missing_value_only()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", Fields);
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml", "--update")).ShouldEndWith(0);
        await Shell(scratch, """/usr/bin/python3 -c "import netCDF4 as n; f = n.Dataset('golden/2t.nc', 'a'); v = [x for x in f.variables.values() if x.ndim > 2][0]; v[0, 0, 0, 0] = float('nan')" """);
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml", "--test", "netcdf")).ShouldEndWith(1).Output.ShouldContain("at 1 points one is missing and the other not");
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml", "--test", "netcdf", "--update")).ShouldEndWith(0).Output.ShouldContain("wrote golden/2t.nc");
    }

    [Fact]
    public async Task Values_of_a_message_are_compared_missing_ones_included()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", """
            plans:
              - name: celsius
                actions:
                  - {type: scale, offset: -273.15}
                  - {type: "null"}
            tests:
              - name: listed
                given: [{plan: celsius, metadata: {param: t}, values: [273.15, null, 280]}]
                expect: [{plan: celsius, absolute: 1e-9, messages: [{kind: field, values: [0, null, 6.85]}]}]
              - name: constant
                given: [{plan: celsius, constant: 273.15, points: 3}]
                expect: [{plan: celsius, messages: [{values: [0, 0, 0]}]}]
              - name: not so
                given: [{plan: celsius, values: [273.15, null, 280]}]
                expect: [{plan: celsius, messages: [{values: [0, 0, 7]}]}]
            """);
        var result = (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(1).Output;
        result.ShouldContain("2 of 3 values differ");
        result.ShouldContain("expected 0, came a missing value");
        result.ShouldContain("2 passed, 1 failed");
    }

    [Fact]
    public async Task Pictures_are_compared_pixel_by_pixel()
    {
        using var scratch = new Scratch();
        scratch.Write("draw.py", """
            import struct, sys, zlib
            def draw(name, changed, by):
                rows = b''.join(b'\0' + bytes(v for x in range(40) for v in ((200 - by, 10, 10) if y * 40 + x < changed else (200, 10, 10))) for y in range(25))
                chunk = lambda kind, body: struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))
                header = struct.pack('>IIBBBBB', 40, 25, 8, 2, 0, 0, 0)
                open(name, 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))
            draw('a.png', 0, 0)
            draw('golden.png', int(sys.argv[1]), int(sys.argv[2]))
            """);
        scratch.Write("flow.yaml", """
            plans: [{name: maps, actions: [{type: file, path: "{name}.png"}]}]
            tests:
              - name: map
                given: [{plan: maps, metadata: {name: map}, file: a.png}]
                expect: [{file: map.png, image: golden.png, pixels: 0.01, tolerance: 5}]
            """);
        foreach (var (changed, by, status) in new[] { (0, 0, 0), (10, 100, 0), (1000, 5, 0), (11, 6, 1) })
        {
            await Shell(scratch, $"/usr/bin/python3 draw.py {changed} {by}");
            var result = (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(status);
            if (status == 1)
                result.Output.ShouldContain("11 of 1000 pixels (1.1%) differ by more than 5, allowed are 1%; the first is at x = 0, y = 0");
        }

        File.Delete(scratch["golden.png"]);
        scratch.Write("a.png", "no picture");
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml", "--update")).ShouldEndWith(1).Output.ShouldContain("The file is no PNG");
        File.Exists(scratch["golden.png"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Map_that_Magics_draws_is_compared_with_a_golden_one()
    {
        using var scratch = new Scratch();
        new Scratch().CopyOf(Path.Combine(Repository.Root, "examples/recipes")).MoveTo(scratch["recipes"]);
        scratch.Write("make.yaml", """
            sources: [{type: generate, params: [2t], start: 2026-11-20T00:00:00Z, steps: "0", nx: 72, ny: 37}]
            plans:
              - {name: write, actions: [{type: encode, sample: regular_ll_sfc_grib2}, {type: file, path: samples/2t.grib}]}
              - {name: warmer, actions: [{type: scale, offset: 5}, {type: encode, sample: regular_ll_sfc_grib2}, {type: file, path: samples/warmer.grib}]}
            """);
        (await WindrowProcess.Run(scratch.Path, "run", "make.yaml", "--quiet")).ShouldEndWith(0);
        const string flow = """
            flow: maps
            sources: [{type: watch, path: incoming, read: grib}]
            plans:
              - name: maps
                actions:
                  - {type: pantry, recipes: recipes, flavours: [europe], path: pantry}
                  - {type: render, output: maps, workers: 1}
                  - {type: publish, path: products.jsonl}
            tests:
              - name: temperature
                given: [{drop: incoming/2t.grib, file: samples/2t.grib}]
                expect:
                  - {plan: maps, count: 1}
                  - {file: "maps/2026-11-20T00:00:00/t2m_europe/t2m+000.png", image: golden/t2m.png, pixels: 0.001, tolerance: 8}
            """;
        scratch.Write("flow.yaml", flow);
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml", "--update")).ShouldEndWith(0).Output.ShouldContain("wrote golden/t2m.png");
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(0);
        Directory.Exists(scratch["maps"]).ShouldBeFalse();
        Directory.Exists(scratch["pantry"]).ShouldBeFalse();
        scratch.Write("flow.yaml", flow.Replace("samples/2t.grib", "samples/warmer.grib", StringComparison.Ordinal));
        (await WindrowProcess.Run(scratch.Path, "test", "flow.yaml")).ShouldEndWith(1).Output.ShouldContain("differ by more than 8, allowed are 0.1%");
    }

    private static async Task Move(Scratch scratch, string by)
    {
        await Shell(scratch, "cd golden && for f in messages 2t; do [ -e $f.orig ] || cp $f.grib $f.orig; grib_set -s offsetValuesBy=" + by + " $f.orig $f.grib; done");
        await Shell(scratch, $"""cd golden && [ -e nc.orig ] || cp 2t.nc nc.orig; cp nc.orig 2t.nc; /usr/bin/python3 -c "import netCDF4 as n; f = n.Dataset('2t.nc', 'a'); v = [x for x in f.variables.values() if x.ndim > 2][0]; v[:] = v[:] + {by}" """);
    }

    private static async Task Shell(Scratch scratch, string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-ec", script]) { WorkingDirectory = scratch.Path, RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, error);
    }
}
