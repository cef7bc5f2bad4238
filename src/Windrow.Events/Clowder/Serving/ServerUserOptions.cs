using Windrow.Core.Configuration;

namespace Windrow.Events.Clowder.Serving;

/// <summary>Somebody who has a key to a server of ours.</summary>
public sealed class ServerUserOptions
{
    internal static readonly OptionSet<ServerUserOptions> Set = new OptionSet<ServerUserOptions>("a user")
        .Text("email", static o => o.Email, static (o, v) => o.Email = v, "Who it is; stands as the author of what he adds.", required: true, example: "ann@example.org")
        .Secret("key", static (o, v) => o.Key = v, "The API key; jobs that he sets off carry it.", required: true, example: "\"${secret:ann}\"")
        .Flag("read-only", static o => o.ReadOnly, static (o, v) => o.ReadOnly = v, "He may look, and change nothing.");

    public string Email { get; set; } = "";

    public Secret? Key { get; set; }

    public bool ReadOnly { get; set; }
}
