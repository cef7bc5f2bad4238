using System.Text;
using Windrow.Core;
using Windrow.Core.IO;
using Windrow.Fields.Statistics.Restart;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;

namespace Windrow.Fields.Tests.Statistics.Restart;

public sealed class RestartFaultTests : IDisposable
{
    private const string Before = "the restart of step 18";
    private const string After = "the restart of step 42, which is longer";

    private readonly string _folder = Directory.CreateTempSubdirectory("windrow-restart-fault-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(FaultManner.IoError)]
    [InlineData(FaultManner.DiskFull)]
    [InlineData(FaultManner.ShortWrite)]
    [InlineData(FaultManner.Kill)]
    [InlineData(FaultManner.TornWrite)]
    [InlineData(FaultManner.PowerCut)]
    [InlineData(FaultManner.PowerCutInAnyOrder)]
    public void Whatever_fails_while_it_is_written_the_latest_restart_is_whole(FaultManner manner)
    {
        var struck = 0;
        for (var at = 1L; ; at++)
        {
            var root = Path.Combine(_folder, $"{manner}-{at}");
            Write(new PhysicalFileSystem(), root, "20240228-180000", Before);
            var plan = new FaultPlan(at, manner, seed: (int)at);
            var failed = false;
            try
            {
                Write(new FaultyFileSystem(plan), root, "20240229-180000", After);
            }
            catch (IOException)
            {
                failed = true;
            }

            if (plan.Struck is null)
                break;
            struck++;
            var latest = new RestartFolder(new EngineServices(), root).Find(RestartFolder.Latest, out var failure);
            failure.ShouldBeNull(plan.ToString());
            var text = File.ReadAllText(latest.ShouldHaveSingleItem());
            text.ShouldBeOneOf(Before, After);
            if (!failed)
                text.ShouldBe(After, plan.ToString());
        }

        struck.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void After_a_failure_it_is_written_again_over_what_is_left()
    {
        var root = Path.Combine(_folder, "again");
        Should.Throw<IOException>(() => Write(new FaultyFileSystem(new FaultPlan(3, FaultManner.IoError)), root, "20240229-180000", After));
        Write(new PhysicalFileSystem(), root, "20240229-180000", After);
        Directory.GetFiles(Path.Combine(root, "20240229-180000")).ShouldHaveSingleItem();
    }

    private static void Write(IFileSystem files, string root, string time, string content) =>
        new RestartFolder(new EngineServices { Files = files }, root).Write(time, "a", file =>
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            file.Write(bytes.AsSpan(0, 5));
            file.Write(bytes.AsSpan(5));
        });
}
