using System.CommandLine;
using Windrow.Fields.PlanFiles;

namespace Windrow.Cli.Commands;

/// <summary>The options that choose a section of multio's plan file.</summary>
internal sealed class SectionOptions
{
    public Option<bool> Client { get; } = new("--client") { Description = "Of a plan file of multio: the client section." };

    public Option<string> Server { get; } = new("--server") { Description = "Of a plan file of multio: the server section of this name.", HelpName = "name" };

    public Option<int?> Port { get; } = new("--port") { Description = "Of a server section of multio: the port of this process, which says which of the servers it is.", HelpName = "number" };

    public void AddTo(Command command)
    {
        command.Add(Client);
        command.Add(Server);
        command.Add(Port);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Client) && result.GetValue(Server) is not null)
                result.AddError("--client and --server exclude each other.");
        });
    }

    /// <returns>Null: not said.</returns>
    public string? Of(ParseResult parsed) => parsed.GetValue(Client) ? PlanFile.ClientSection : parsed.GetValue(Server);
}
