using Windrow.Core.IO;
using Windrow.Core.PlugIns.Watch;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;

namespace Windrow.Core.Tests.PlugIns;

public sealed class WatchJournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-test-").FullName;

    private string Path => System.IO.Path.Combine(_directory, "state", "incoming.journal");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static FileEntry Entry(string name) => new(name, IsDirectory: false, Length: 7, Modified: new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    [Theory]
    [InlineData(FaultManner.ShortWrite)]
    [InlineData(FaultManner.DiskFull)]
    [InlineData(FaultManner.IoError)]
    public void Line_that_could_not_be_written_spoils_no_other(FaultManner manner)
    {
        for (var at = 1L; ; at++)
        {
            var plan = new FaultPlan(at, manner);
            using (var journal = new WatchJournal(new FaultyFileSystem(FaultPlan.Never), Path))
                journal.Add(Entry("before"));
            var written = new List<string>();
            try
            {
                using var journal = new WatchJournal(new FaultyFileSystem(plan), Path);
                foreach (var name in new[] { "a", "b" })
                {
                    try
                    {
                        journal.Add(Entry(name));
                        written.Add(name);
                    }
                    catch (IOException)
                    {
                        // It is not in the journal, and the next one is tried.
                    }
                }
            }
            catch (IOException)
            {
                // It could not be read, or closed.
            }

            using (var after = new WatchJournal(new PhysicalFileSystem(), Path))
            {
                after.Contains(Entry("before")).ShouldBeTrue(plan.ToString());
                written.ShouldAllBe(name => after.Contains(Entry(name)), plan.ToString());
            }

            File.Delete(Path);
            if (plan.Struck is null)
                return;
            at = plan.Struck.Value.Number;
        }
    }

    [Fact]
    public void What_was_added_is_there_after_a_power_cut()
    {
        var plan = new FaultPlan(long.MaxValue, FaultManner.PowerCut);
        using (var journal = new WatchJournal(new FaultyFileSystem(plan), Path))
        {
            journal.Add(Entry("a"));
            journal.Add(Entry("b"));
            plan.CutPower();
        }

        using var after = new WatchJournal(new PhysicalFileSystem(), Path);
        after.Contains(Entry("a")).ShouldBeTrue();
        after.Contains(Entry("b")).ShouldBeTrue();
    }
}
