using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Launching;

/// <summary>The script <c>./windrow</c>, whatever happens while it builds. The SDK is a fake, all else is real.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly FakeCheckout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task Start_builds_once_and_again_after_a_change()
    {
        (await Launch()).ShouldEndWith(0).Output.ShouldBe("this is windrow plugins list\n");
        (await Launch()).ShouldEndWith(0).Error.ShouldBeEmpty();
        _checkout.Builds.Length.ShouldBe(1);
        File.SetLastWriteTimeUtc(_checkout[".build/stamp"], DateTime.UnixEpoch);
        (await Launch()).ShouldEndWith(0);
        _checkout.Builds.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Link_to_the_launcher_finds_its_checkout()
    {
        using var process = _checkout.Start(_checkout.Link(), "plugins", "list");
        (await process.Ended()).ShouldEndWith(0).Output.ShouldBe("this is windrow plugins list\n");
    }

    [Fact]
    public async Task Checkout_that_was_moved_starts_without_a_build()
    {
        (await Launch()).ShouldEndWith(0);
        _checkout.Move();
        (await Launch()).ShouldEndWith(0).Output.ShouldBe("this is windrow plugins list\n");
        _checkout.Builds.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Start_without_what_was_built_builds()
    {
        (await Launch()).ShouldEndWith(0);
        Directory.Delete(_checkout[".build/" + _checkout.Remains.Single(static name => name.StartsWith("windrow.", StringComparison.Ordinal))], recursive: true);
        (await Launch()).ShouldEndWith(0);
        _checkout.Builds.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Second_start_waits_for_the_build_of_the_first()
    {
        await _checkout.CloseGate();
        using var first = _checkout.Launch();
        var build = await _checkout.BuildAtGate();
        using var second = _checkout.Launch();
        await second.Tells("waiting for a build");
        await build.DisposeAsync();
        (await first.Ended()).ShouldEndWith(0).Output.ShouldBe("this is windrow plugins list\n");
        (await second.Ended()).ShouldEndWith(0).Output.ShouldBe("this is windrow plugins list\n");
        _checkout.Builds.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Start_after_a_killed_build_builds()
    {
        await _checkout.CloseGate();
        using (var killed = _checkout.Launch())
        {
            await using (await _checkout.BuildAtGate())
            {
                killed.Process.Kill(entireProcessTree: true);
                await killed.Ended();
            }
        }

        (await Launch()).ShouldEndWith(0).Output.ShouldBe("this is windrow plugins list\n");
        _checkout.Builds.Length.ShouldBe(2);
        _checkout.Remains.ShouldContain("stamp");
        _checkout.Remains.ShouldNotContain("unfinished");
    }

    [Fact]
    public async Task Start_does_without_the_ahead_of_time_compiler()
    {
        _checkout.Set("no-ahead-of-time");
        (await Launch()).ShouldEndWith(0).Output.ShouldBe("this is windrow plugins list\n");
        _checkout.Builds.Length.ShouldBe(2);
        _checkout.Builds[0].ShouldNotContain("ReadyToRun");
        _checkout.Builds[1].ShouldContain("-p:PublishReadyToRun=false");
    }

    [Fact]
    public async Task Build_that_fails_ends_with_3_and_leaves_nothing_that_looks_like_one()
    {
        _checkout.Set("no-build");
        var result = (await Launch()).ShouldEndWith(3);
        result.Error.ShouldContain("error: it does not compile");
        result.Error.ShouldEndWith("windrow: the build failed\n");
        _checkout.Remains.Order(StringComparer.Ordinal).ShouldBe(["lock", "log", "log.ahead-of-time"]);
        _checkout.Unset("no-build");
        (await Launch()).ShouldEndWith(0);
    }

    private async Task<Result> Launch()
    {
        using var process = _checkout.Launch();
        return await process.Ended();
    }
}
