using System.Diagnostics;
using Windrow.TransportHost.Scenarios;

namespace Windrow.Fields.Tests.Transport;

/// <summary>The scenarios as jobs of MPI: a process for the server and one for each client.</summary>
public class MpiComplianceTests : TransportCompliance
{
    protected override async Task<string> Run(string scenario)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mpirun"), "there is no mpirun; install openmpi-bin");
        var processes = 1 + Scenario.All.First(each => each.Name == scenario).Clients;
        var start = new ProcessStartInfo(
            "/usr/bin/mpirun",
            ["--oversubscribe", "--allow-run-as-root", "-n", $"{processes}", Path.Combine(AppContext.BaseDirectory, "windrow-transport-host"), scenario])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var job = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(80));
        try
        {
            var (output, errors) = (job.StandardOutput.ReadToEndAsync(patience.Token), job.StandardError.ReadToEndAsync(patience.Token));
            await job.WaitForExitAsync(patience.Token);
            return job.ExitCode == 0 ? "" : $"ended with {job.ExitCode}\n{await output}\n{await errors}";
        }
        catch (OperationCanceledException)
        {
            job.Kill(entireProcessTree: true);
            return "it did not come to an end";
        }
    }
}
