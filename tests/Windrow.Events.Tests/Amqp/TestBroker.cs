using System.Text;
using RabbitMQ.Client;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>A test's own hand on its virtual host: what a peer does with the bare library.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly IConnection _connection;

    private TestBroker(RabbitVhost vhost, IConnection connection, IChannel channel) => (Vhost, _connection, Channel) = (vhost, connection, channel);

    public RabbitVhost Vhost { get; }

    public IChannel Channel { get; }

    public static async Task<TestBroker> Connect(RabbitVhost vhost)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(vhost.Uri), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        return new TestBroker(vhost, connection, await connection.CreateChannelAsync(new CreateChannelOptions(true, true, null)));
    }

    public Task Queue(string name, bool isQuorum = false, params (string Name, object? Value)[] arguments)
    {
        var all = arguments.ToDictionary(static each => each.Name, static each => each.Value);
        if (isQuorum)
            all["x-queue-type"] = "quorum";
        return Channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, all);
    }

    public Task Exchange(string name, string type) => Channel.ExchangeDeclareAsync(name, type, durable: true, autoDelete: false);

    public Task Bind(string queue, string exchange, string routingKey = "") => Channel.QueueBindAsync(queue, exchange, routingKey);

    public Task Delete(string queue) => Channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);

    public Task Publish(string queue, string body, string? messageId = null) => Publish(queue, Encoding.UTF8.GetBytes(body), new BasicProperties { MessageId = messageId, Persistent = true });

    public async Task Publish(string queue, ReadOnlyMemory<byte> body, BasicProperties properties, string exchange = "") =>
        await Channel.BasicPublishAsync(exchange, queue, mandatory: true, properties, body);

    /// <summary>Whether a queue gets what is published.</summary>
    public async Task<bool> IsBound(string exchange, string routingKey)
    {
        try
        {
            await Publish(routingKey, "{\"number\": -1}"u8.ToArray(), new BasicProperties(), exchange);
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.PublishException)
        {
            return false;
        }
    }

    /// <summary>Takes all that is there.</summary>
    public async Task<List<(string Body, IReadOnlyBasicProperties Properties, string RoutingKey)>> Take(string queue)
    {
        List<(string, IReadOnlyBasicProperties, string)> taken = [];
        while (await Channel.BasicGetAsync(queue, autoAck: true) is { } got)
            taken.Add((Encoding.UTF8.GetString(got.Body.Span), got.BasicProperties, got.RoutingKey));
        return taken;
    }

    /// <summary>Takes so many, however long the broker takes to have them.</summary>
    public async Task<List<string>> Take(string queue, int count)
    {
        List<string> taken = [];
        for (var left = 600; taken.Count < count && left > 0; left--)
        {
            taken.AddRange((await Take(queue)).Select(static each => each.Body));
            if (taken.Count < count)
                await Task.Delay(50);
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
