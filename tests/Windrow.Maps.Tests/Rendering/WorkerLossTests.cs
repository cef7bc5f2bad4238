using System.Diagnostics;
using System.Text.Json;
using Windrow.Core.Errors;
using Windrow.Core.Tests.Testing;
using Windrow.Maps.Rendering;
using Windrow.Maps.Rendering.Json;
using Windrow.Maps.Rendering.Workers;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.Rendering;

public sealed class WorkerLossTests : IDisposable
{
    private readonly RenderScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Killed_worker_costs_its_order_a_second_try_and_no_other_anything()
    {
        await using var renderer = RenderScene.Renderer(static options => options with { Workers = 2 });
        var cancellation = TestContext.Current.CancellationToken;
        var first = renderer.RenderAsync(_scene.Order("first"), cancellation);
        var victim = await Drawing(renderer);
        var other = renderer.RenderAsync(_scene.Order("other"), cancellation);
        Signal(victim, "KILL");
        var result = await first;
        result.Failure.ShouldBeNull();
        result.Warnings.ShouldContain(warning => warning.StartsWith($"the worker {victim} died (signal 9)", StringComparison.Ordinal));
        (await other).Failure.ShouldBeNull();
        renderer.Counts.Lost.ShouldBe(1);
        _scene.Files.ShouldBe(["first.png", "other.png"]);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Signal_to_all_processes_of_a_service_leaves_it_to_the_owner_what_is_finished(string signal)
    {
        await using var renderer = RenderScene.Renderer();
        var drawing = renderer.RenderAsync(_scene.Order("finished"), TestContext.Current.CancellationToken);
        Signal(await Drawing(renderer), signal);
        (await drawing).Failure.ShouldBeNull();
        renderer.Counts.Lost.ShouldBe(0);
        _scene.Files.ShouldBe(["finished.png"]);
    }

    [Fact]
    public async Task Order_that_loses_its_worker_twice_fails_with_the_command_that_reproduces_it()
    {
        await using var renderer = RenderScene.Renderer();
        var order = _scene.Order("poison");
        var drawing = renderer.RenderAsync(order, TestContext.Current.CancellationToken);
        var first = await Drawing(renderer);
        Signal(first, "KILL");
        await Until(() => renderer.WorkerIds.Any(id => id != first));
        Signal(renderer.WorkerIds.Single(), "KILL");
        var failure = (await drawing).Failure!;
        failure.Class.ShouldBe(ErrorClass.Transient);
        failure.Reason.ShouldContain("died (signal 9)");
        failure.Advice!.ShouldContain($"windrow maps draw '{_scene["poison.order.json"]}'");
        _scene.Files.ShouldBe(["poison.order.json"]);
        MapOrderJson.Read(File.ReadAllBytes(_scene["poison.order.json"])).ShouldBe(order);
        (await renderer.RenderAsync(_scene.Light("next"), TestContext.Current.CancellationToken)).Failure.ShouldBeNull();
        using var command = Process.Start(RenderScene.Program, ["maps", "draw", _scene["poison.order.json"], "-o", _scene["again.png"]]);
        await command.WaitForExitAsync(TestContext.Current.CancellationToken);
        command.ExitCode.ShouldBe(0);
        RenderScene.Read(_scene["again.png"]).Width.ShouldBe(800);
    }

    [Fact]
    public async Task Hung_worker_is_killed_at_the_time_out_and_its_order_drawn_by_another()
    {
        var time = new ManualTime();
        await using var renderer = RenderScene.Renderer(static options => options with { OrderTimeout = TimeSpan.FromSeconds(77) }, time);
        var drawing = renderer.RenderAsync(_scene.Order("hung"), TestContext.Current.CancellationToken);
        var hung = await Drawing(renderer);
        Signal(hung, "STOP");
        time.Advance(TimeSpan.FromSeconds(78));
        (await drawing).Failure.ShouldBeNull();
        IsAlive(hung).ShouldBeFalse();
        renderer.Counts.Lost.ShouldBe(1);
        _scene.Files.ShouldBe(["hung.png"]);
    }

    [Fact]
    public async Task Cancelled_order_leaves_no_process_and_no_file()
    {
        await using var renderer = RenderScene.Renderer();
        using var cancellation = new CancellationTokenSource();
        var drawing = renderer.RenderAsync(_scene.Order("cancelled"), cancellation.Token);
        var worker = await Drawing(renderer);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(drawing);
        IsAlive(worker).ShouldBeFalse();
        _scene.Files.ShouldBeEmpty();
        (await renderer.RenderAsync(_scene.Light("next"), TestContext.Current.CancellationToken)).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task Shutdown_while_a_worker_draws_leaves_no_process_and_no_file()
    {
        var renderer = RenderScene.Renderer();
        var drawing = renderer.RenderAsync(_scene.Order("stopped"), TestContext.Current.CancellationToken);
        var worker = await Drawing(renderer);
        await renderer.DisposeAsync();
        await Should.ThrowAsync<OperationCanceledException>(drawing);
        IsAlive(worker).ShouldBeFalse();
        _scene.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Worker_whose_owner_is_gone_ends_and_removes_what_it_began()
    {
        Magics.SkipIfMissing();
        var start = new ProcessStartInfo(RenderScene.Program, ["maps", "worker"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var worker = Process.Start(start)!;
        (await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        var before = CpuTicks(worker.Id);
        await worker.StandardInput.WriteLineAsync(MapOrderJson.WriteLine(_scene.Order("orphan")));
        await worker.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await Until(() => CpuTicks(worker.Id) >= before + 5);
        worker.StandardInput.Close();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        worker.ExitCode.ShouldBe(0);
        _scene.Files.ShouldNotContain(static name => name.Contains(".part."));
    }

    [Fact]
    public async Task Worker_says_what_is_wrong_with_an_order_that_it_cannot_read_and_draws_the_next()
    {
        Magics.SkipIfMissing();
        var start = new ProcessStartInfo(RenderScene.Program, ["maps", "worker"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var worker = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        (await worker.StandardOutput.ReadLineAsync(cancellation)).ShouldNotBeNull();
        foreach (var (order, reason) in new[]
        {
            ("{\"name\": \"a\", \"output\": ", "line 1, octet "),
            ("", "the order cannot be read"),
            ("no order", "line 1, octet 2 ($)"),
            ("{\"name\": \"a\", \"output\": \"a.png\", \"steps\": [{\"macro\": \"mcoast\", \"parameters\": 7}]}", "$.steps[0].parameters"),
            ("{\"name\": \"a\", \"output\": \"a.png\", \"steps\": [null]}", "is null"),
            ("{\"name\": \"a\", \"output\": \"a.png\", \"steps\": [], \"postprocess\": [{}]}", "type"),
            (new string('[', 500_000), "line 1, octet 2 ($)"),
        })
        {
            var reply = (await Reply(order)).ShouldNotBeNull();
            reply.FailureClass.ShouldBe(ErrorClass.Permanent);
            reply.Reason!.ShouldContain(reason);
        }

        (await Reply(MapOrderJson.WriteLine(_scene.Light("next"))))!.FailureClass.ShouldBeNull();
        _scene.Files.ShouldBe(["next.png"]);
        worker.StandardInput.Close();
        await worker.WaitForExitAsync(cancellation);

        async Task<WorkerReply?> Reply(string order)
        {
            await worker.StandardInput.WriteLineAsync(order.AsMemory(), cancellation);
            await worker.StandardInput.FlushAsync(cancellation);
            return JsonSerializer.Deserialize((await worker.StandardOutput.ReadLineAsync(cancellation)).ShouldNotBeNull(), RenderingJson.Default.WorkerReply);
        }
    }

    [Fact]
    public async Task Worker_is_replaced_after_its_number_of_orders()
    {
        await using var renderer = RenderScene.Renderer(static options => options with { RecycleAfter = 2 });
        for (var number = 0; number < 5; number++)
            (await renderer.RenderAsync(_scene.Light($"map{number}"), TestContext.Current.CancellationToken)).Failure.ShouldBeNull();
        renderer.Counts.Recycled.ShouldBe(2);
        renderer.Counts.Lost.ShouldBe(0);
    }

    [Fact]
    public async Task Worker_is_replaced_when_it_has_too_much_memory()
    {
        await using var renderer = RenderScene.Renderer(static options => options with { RecycleAboveBytes = 1 << 20 });
        for (var number = 0; number < 3; number++)
            (await renderer.RenderAsync(_scene.Light($"map{number}"), TestContext.Current.CancellationToken)).Failure.ShouldBeNull();
        renderer.Counts.Recycled.ShouldBe(3);
    }

    [Fact]
    public async Task Worker_that_runs_out_of_memory_costs_its_order_only()
    {
        // .NET reserves 256 GiB of addresses for its heap unless told how large that may become.
        await using var renderer = RenderScene.Renderer(static options => options with
        {
            Command = ["env", "DOTNET_GCHeapHardLimit=0x8000000", "prlimit", $"--as={5L << 29}", RenderScene.Program, "maps", "worker"],
        });
        var cancellation = TestContext.Current.CancellationToken;
        (await renderer.RenderAsync(_scene.Light("before"), cancellation)).Failure.ShouldBeNull();
        WriteLarge(_scene["large.grib"]);
        var order = _scene.Order("large") with { Steps = [RenderScene.Field(_scene["large.grib"]), .. _scene.Order().Steps.Skip(2)] };
        var failure = (await renderer.RenderAsync(order, cancellation)).Failure.ShouldNotBeNull();
        failure.Class.ShouldBe(ErrorClass.Transient);
        failure.Reason.ShouldContain("2 times");
        failure.Advice!.ShouldContain($"windrow maps draw '{_scene["large.order.json"]}'");
        (await renderer.RenderAsync(_scene.Light("after"), cancellation)).Failure.ShouldBeNull();
        renderer.Counts.Lost.ShouldBe(2);
        _scene.Files.ShouldBe(["after.png", "before.png", "large.grib", "large.order.json"]);
    }

    /// <summary>100 million points that take a kilobyte on disk, as all are equal, and 1.6 GB and more where they are drawn.</summary>
    private static void WriteLarge(string file)
    {
        using var field = GribHandle.FromTemplate(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(file)!, "t2m.grib")));
        field.SetLong("Ni", 10_000);
        field.SetLong("Nj", 10_000);
        field.SetDouble("iDirectionIncrementInDegrees", 0.003);
        field.SetDouble("jDirectionIncrementInDegrees", 0.002);
        field.SetDoubles("values", new double[100_000_000]);
        File.WriteAllBytes(file, field.Message.ToArray());
    }

    [Fact]
    public async Task Program_that_is_no_worker_is_told()
    {
        await using var renderer = RenderScene.Renderer(static options => options with { Command = ["/bin/echo", "hello"] });
        var result = await renderer.RenderAsync(_scene.Light(), TestContext.Current.CancellationToken);
        result.Failure!.Reason.ShouldContain("is no worker");
    }

    [Fact]
    public async Task Missing_program_is_told()
    {
        await using var renderer = RenderScene.Renderer(options => options with { Command = [_scene["none"]] });
        var result = await renderer.RenderAsync(_scene.Light(), TestContext.Current.CancellationToken);
        result.Failure!.Reason.ShouldContain("cannot be started");
    }

    /// <summary>Waits until the worker is in the midst of its order, and gives its id.</summary>
    private static async Task<int> Drawing(MagicsRenderer renderer)
    {
        await Until(() => renderer.WorkerIds.Any());
        var worker = renderer.WorkerIds.First();
        var before = CpuTicks(worker);
        // The order takes some ten times that.
        await Until(() => CpuTicks(worker) >= before + 5);
        return worker;
    }

    private static long CpuTicks(int id)
    {
        var words = File.ReadAllText($"/proc/{id}/stat").Split(") ")[1].Split(' ');
        return words.Skip(11).Take(2).Sum(long.Parse);
    }

    private static bool IsAlive(int id) => Directory.Exists($"/proc/{id}");

    private static void Signal(int id, string signal) => Process.Start("kill", [$"-{signal}", $"{id}"]).WaitForExit();
}
