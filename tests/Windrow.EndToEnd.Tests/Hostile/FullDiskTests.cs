using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Hostile;

/// <summary>A disk that fills up while products are written.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Full_disk_is_told_once_a_product_and_leaves_no_half_file()
    {
        using var disk = SmallDisk.Mount(_scratch, "256k");
        Directory.CreateDirectory(_scratch["incoming"]);
        for (var i = 0; i < 6; i++)
            await File.WriteAllBytesAsync(_scratch[$"incoming/{i}.bin"], new byte[100_000], TestContext.Current.CancellationToken);
        _scratch.Write("flow.yaml", """
            sources: [{type: watch, path: incoming, pattern: "{n:d}.bin", read: file, quiet: 0s}]
            plans:
              - name: copies
                retry: {attempts: 2, first-delay: 10ms}
                actions: [{type: file, path: "disk/{n}.bin"}]
            """);
        var result = (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(5).ShouldTellInOneScreen();
        result.Error.ShouldContain("No space left on device");
        result.Error.ShouldContain("6 accepted, 2 done, 0 dropped, 0 unmatched, 4 dead, 0 open");
        Directory.GetFiles(_scratch["disk"]).Select(static file => new FileInfo(file).Length).ShouldBe([100_000, 100_000]);
    }

    [Fact]
    public async Task Full_disk_leaves_no_half_line()
    {
        using var disk = SmallDisk.Mount(_scratch, "64k");
        _scratch.Write("in.jsonl", string.Concat(Enumerable.Range(0, 3_000).Select(static i => $"{{\"i\": {i}}}\n")));
        _scratch.Write("flow.yaml", """
            sources: [{type: lines, path: in.jsonl}]
            plans:
              - name: all
                retry: {attempts: 1}
                actions: [{type: publish, path: disk/out.jsonl}]
            """);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml")).ShouldEndWith(5);
        _scratch.Lines("disk/out.jsonl").ShouldAllBe(static line => line.StartsWith('{') && line.EndsWith('}'));
        _scratch.Read("disk/out.jsonl").ShouldEndWith("\n");
    }

    [Fact]
    public async Task Full_disk_does_not_break_NetCDF_and_a_run_with_room_goes_on()
    {
        using var disk = SmallDisk.Mount(_scratch, "1500k");
        _scratch.Write("flow.yaml", """
            settings: {state: none}
            sources: [{type: generate, steps: 0/to/59/by/1, nx: 144, ny: 73}]
            plans:
              - name: cube
                retry: {attempts: 2, first-delay: 10ms}
                actions: [{type: netcdf, path: disk/out.nc, deflate: 0}]
            """);
        var result = (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml")).ShouldEndWith(5);
        result.Error.ShouldContain("No space left on device");
        result.Error.ShouldNotContain("HDF5-DIAG");
        disk.Resize("32m");
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml")).ShouldEndWith(0);
        Directory.GetFiles(_scratch["disk"]).ShouldBe([_scratch["disk/out.nc"]]);
    }
}
