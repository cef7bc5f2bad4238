using System.Globalization;

namespace Windrow.Testing.Servers;

/// <summary>A virtual host of a test's own.</summary>
public sealed class RabbitVhost(RabbitServer server, string name)
{
    public RabbitServer Server { get; } = server;

    public string Name { get; } = name;

    /// <summary>The address with the password of guest.</summary>
    public string Uri => UriAt(Server.Port);

    /// <summary>The same behind another port, as a proxy has it.</summary>
    public string UriAt(int port) => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{port}/{Name}");

    /// <summary>Removes the virtual host, with its queues.</summary>
    public Task DeleteAsync() => Server.Ctl("delete_vhost", Name);

    /// <summary>Messages that are ready, and that somebody has and has not acknowledged, for each queue.</summary>
    public async Task<IReadOnlyDictionary<string, (long Ready, long Unacknowledged)>> Queues()
    {
        var lines = await Server.Ctl("list_queues", "-p", Name, "--no-table-headers", "name", "messages_ready", "messages_unacknowledged");
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('\t')).Where(static cells => cells.Length == 3)
            .ToDictionary(static cells => cells[0], static cells => (long.Parse(cells[1], CultureInfo.InvariantCulture), long.Parse(cells[2], CultureInfo.InvariantCulture)));
    }
}
