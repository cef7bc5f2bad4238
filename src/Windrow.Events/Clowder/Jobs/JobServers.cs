using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>Finds the server that a job is of, and talks to it.</summary>
internal sealed class JobServers(JobServerOptions options, ClowderClient client)
{
    public ClowderClient Client => client;

    /// <summary>The server of the job that a body is of.</summary>
    /// <returns>Why there is none; null: there is.</returns>
    public Failure? Find(Metadata body, out ClowderServer server)
    {
        server = null!;
        if (options.Host is not { } host)
        {
            if (!body.TryGetString("host", out var named) || named.Length == 0)
                return Failure.Permanent("the job does not say which Clowder it is of: its 'host' is empty", "name the server under 'server: {host: …}' of the source");
            if (!ClowderAddress.TryParse(named, out host!, out var problem))
                return Failure.Permanent($"the job is of a server whose address is wrong: {problem}", "name the server under 'server: {host: …}' of the source");
        }

        var key = options.Key?.Reveal() ?? (body.TryGetString("secretKey", out var sent) ? sent : "");
        server = new ClowderServer(host, key, VersionOf(body));
        return null;
    }

    private ClowderVersion VersionOf(Metadata body) => options.Version switch
    {
        JobServerVersion.V1 => ClowderVersion.V1,
        JobServerVersion.V2 => ClowderVersion.V2,
        _ => body.Contains("job_id") && !body.Contains("jobid") && !body.Contains("routing_key") ? ClowderVersion.V2 : ClowderVersion.V1,
    };
}
