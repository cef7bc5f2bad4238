using System.CommandLine;
using Windrow.Fields.PlanFiles;

namespace Windrow.Cli.Commands;

/// <summary>The options that choose a section of multio's plan file, or of an .ini file of the segment gatherer.</summary>
internal sealed class SectionOptions
{
    public Option<bool> Client { get; } = new("--client") { Description = "Of a plan file of multio: the client section." };

    public Option<string> Server { get; } = new("--server") { Description = "Of a plan file of multio: the server section of this name.", HelpName = "name" };

    public Option<string> Item { get; } = new("--config-item", "-C") { Description = "Of an .ini file of pytroll-collectors' segment gatherer: the section of this name.", HelpName = "name" };

    public Option<int?> Port { get; } = new("--port") { Description = "Of a server section of multio: the port of this process, which says which of the servers it is.", HelpName = "number" };

    public void AddTo(Command command)
    {
        command.Add(Client);
        command.Add(Server);
        command.Add(Port);
        command.Add(Item);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(Client) ? 1 : 0) + (result.GetValue(Server) is null ? 0 : 1) + (result.GetValue(Item) is null ? 0 : 1) > 1)
                result.AddError("--client, --server and --config-item exclude each other.");
        });
    }

    /// <returns>Null: not said.</returns>
    public string? Of(ParseResult parsed) => parsed.GetValue(Client) ? PlanFile.ClientSection : parsed.GetValue(Server) ?? parsed.GetValue(Item);
}
