using System.Globalization;
using System.Text.RegularExpressions;

namespace Windrow.Testing.Servers;

/// <summary>A virtual host of a test's own.</summary>
public sealed partial class RabbitVhost(RabbitServer server, string name)
{
    public RabbitServer Server { get; } = server;

    public string Name { get; } = name;

    /// <summary>The address with the password of guest.</summary>
    public string Uri => UriAt(Server.Port);

    /// <summary>The same behind another port, as a proxy has it.</summary>
    public string UriAt(int port) => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{port}/{Name}");

    /// <summary>Removes the virtual host, with its queues.</summary>
    public Task DeleteAsync() => Server.Ask($"""rabbit_vhost:delete(<<"{Name}">>, <<"guest">>).""");

    /// <summary>Messages that are ready, and that somebody has and has not acknowledged, for each queue.</summary>
    public async Task<IReadOnlyDictionary<string, (long Ready, long Unacknowledged)>> Queues()
    {
        var counts = await Server.Ask($$"""
            [{Queue, Ready, Unacknowledged} || [{name, {resource, _, queue, Queue} }, {messages_ready, Ready}, {messages_unacknowledged, Unacknowledged}]
                <- rabbit_amqqueue:info_all(<<"{{Name}}">>, [name, messages_ready, messages_unacknowledged])].
            """);
        return Counts().Matches(counts)
            .ToDictionary(static queue => queue.Groups[1].Value, static queue => (long.Parse(queue.Groups[2].Value, CultureInfo.InvariantCulture), long.Parse(queue.Groups[3].Value, CultureInfo.InvariantCulture)));
    }

    /// <summary>The names of the open connections.</summary>
    public async Task<IReadOnlyList<string>> Connections()
    {
        var names = await Server.Ask($$"""
            [Name || Connection <- rabbit_networking:connections(), [{name, Name}, {vhost, <<"{{Name}}">>}] <- [(catch rabbit_networking:connection_info(Connection, [name, vhost]))]].
            """);
        return [.. Names().Matches(names).Select(static name => name.Groups[1].Value)];
    }

    [GeneratedRegex("""<<"([^"]*)">>""")]
    private static partial Regex Names();

    [GeneratedRegex("""{<<"([^"]*)">>,(\d+),(\d+)}""")]
    private static partial Regex Counts();
}
