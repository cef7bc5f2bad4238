using Windrow.Core.State;
using Windrow.Storage.Tests.Testing;
using Windrow.Testing.Faults;

namespace Windrow.Storage.Tests.Faults;

/// <summary>Every operation of the database and of the payload files fails once, in every manner.</summary>
public sealed class StateFaultTests
{
    private static readonly int Stride = Exhaustive.IsWanted ? 1 : 7;

    [Theory]
    [InlineData(FaultManner.IoError)]
    [InlineData(FaultManner.DiskFull)]
    [InlineData(FaultManner.ShortWrite)]
    [InlineData(FaultManner.LostOperation)]
    [InlineData(FaultManner.Kill)]
    [InlineData(FaultManner.TornWrite)]
    [InlineData(FaultManner.PowerCut)]
    [InlineData(FaultManner.PowerCutInAnyOrder)]
    public void What_was_acknowledged_and_nothing_half_survives_a_fault_at_any_operation(FaultManner manner)
    {
        var (runs, done) = (0, 0);
        for (var at = 1L + ((long)manner % Stride); ; runs++)
        {
            using var directory = new StateDirectory();
            var plan = new FaultPlan(at, manner, seed: (int)at);
            var workload = new StateWorkload(directory);
            workload.Run(plan);
            workload.Verify(plan.ToString());
            if (workload.IsDone)
                done++;
            if (plan.Struck is not { } struck)
                break;
            at = struck.Number + (manner is FaultManner.LostOperation ? 1 : Stride);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{manner}: {runs} faults, {done - 1} of them without consequence");
        runs.ShouldBeGreaterThan(manner == FaultManner.LostOperation ? 3 : 10);
        if (manner == FaultManner.DiskFull)
            done.ShouldBeGreaterThan(runs / 2, "a full disk is waited for");
        if (manner == FaultManner.Kill)
            done.ShouldBeLessThan(runs);
    }

    [Fact]
    public void Failed_fsync_breaks_the_store_until_it_is_opened_anew()
    {
        var broken = 0;
        for (var at = 1L; ; at++)
        {
            using var directory = new StateDirectory();
            var plan = new FaultPlan(at, FaultManner.IoError);
            var workload = new StateWorkload(directory);
            workload.Run(plan);
            if (plan.Struck is not { } struck)
                break;
            at = struck.Number;
            if (struck.Kind != OperationKind.Sync || !struck.Path.EndsWith("-wal", StringComparison.Ordinal) || workload.Outcomes.Count == 0 || workload.IsDone)
                continue;
            workload.Troubles.Select(static trouble => trouble?.Trouble).ShouldBe([StateTrouble.Broken], plan.ToString());
            workload.Outcomes[^1]!.Trouble.ShouldBe(StateTrouble.Broken);
            workload.Verify(plan.ToString());
            broken++;
        }

        broken.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Full_disk_is_told_once_and_waited_for()
    {
        var waits = 0;
        for (var at = 60L; ; at += Stride)
        {
            using var directory = new StateDirectory();
            var plan = new FaultPlan(at, FaultManner.DiskFull) { Times = 4 };
            var workload = new StateWorkload(directory);
            workload.Run(plan);
            workload.Verify(plan.ToString());
            if (plan.Struck is not { } struck)
                break;
            at = struck.Number;
            if (workload.Troubles.Count == 0)
                continue; // a payload or the opening met it
            workload.IsDone.ShouldBeTrue(plan.ToString());
            workload.Troubles[0]!.Trouble.ShouldBe(StateTrouble.Full);
            workload.Troubles[0]!.Message.ShouldContain("Free space");
            for (var i = 0; i < workload.Troubles.Count; i++)
                (workload.Troubles[i] is null).ShouldBe(i % 2 == 1, "it begins, and is over");
            waits++;
        }

        waits.ShouldBeGreaterThan(3);
    }
}
