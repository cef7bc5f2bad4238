using Windrow.Core.Configuration;

namespace Windrow.Fields.Transport.Server;

/// <summary>A host and its ports, as multio lists servers and clients.</summary>
public sealed class HostOptions
{
    public static readonly OptionSet<HostOptions> Set = new OptionSet<HostOptions>("a host")
        .Text("host", static o => o.Host, static (o, v) => o.Host = v, "Name or address of the host.", required: true, example: "localhost")
        .TextList("ports", static o => [], static (o, v) => o.Read(v), "TCP ports.", required: true, example: "[7771, 7772]")
        .Check(static (o, report) =>
        {
            if (o.Problem is { } problem)
                report.Error("ports", $"'{problem}' is no port", "write numbers from 1 to 65535, such as [7771, 7772]");
        });

    public string Host { get; set; } = "";

    public IReadOnlyList<int> Ports { get; private set; } = [];

    private string? Problem { get; set; }

    private void Read(IReadOnlyList<string> ports)
    {
        var read = new List<int>();
        foreach (var text in ports)
        {
            if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536)
                read.Add(port);
            else
                Problem ??= text;
        }

        Ports = read;
    }
}
