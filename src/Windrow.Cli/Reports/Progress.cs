using System.Globalization;
using Windrow.Core;
using Windrow.Core.Flows;

namespace Windrow.Cli.Reports;

/// <summary>Shows how a run of a flow goes on.</summary>
internal static class Progress
{
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(30);

    public static ProgressLine Start(FlowHost host, EngineServices services)
    {
        var (lastAt, lastAccepted) = (services.Time.GetTimestamp(), 0L);
        return new ProgressLine(Line, Elsewhere, services);

        string Line()
        {
            var elapsed = services.Time.GetElapsedTime(lastAt).TotalSeconds;
            var accepted = host.Counts().Accepted;
            var rate = elapsed > 0 ? (accepted - lastAccepted) / elapsed : 0;
            (lastAt, lastAccepted) = (services.Time.GetTimestamp(), accepted);
            return string.Create(CultureInfo.InvariantCulture, $"{host.Definition.Name}: {RunReport.Line(host)} ({rate:0}/s)");
        }
    }
}
