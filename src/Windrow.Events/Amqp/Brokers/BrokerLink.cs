using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Windrow.Core.Errors;
using Windrow.Core.Outside;
using Windrow.Core.PlugIns;

namespace Windrow.Events.Amqp.Brokers;

/// <summary>
/// Connects to a broker, again and again, and says so to operators: once when it is gone and once when it is there again. Recovery is ours and not
/// the library's, since what an old connection had in hand means nothing on a new one.
/// </summary>
internal sealed class BrokerLink(BrokerOptions options, PlugInContext context, string where)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = context.Services.Logs.CreateLogger("windrow.amqp");
    private TimeSpan _delay = FirstDelay;
    private bool _isDown;

    public ILogger Log => _log;

    public string Where => where;

    public BrokerAddress Address { get; } = options.Address;

    public TimeSpan Timeout => options.Timeout;

    /// <summary>Whether it was ever reached.</summary>
    public bool WasUp { get; private set; }

    /// <summary>Why the broker cannot be used now; null: it can, or nobody has tried.</summary>
    public Failure? Trouble { get; private set; }

    /// <summary>Connects once.</summary>
    /// <param name="name">For the broker's list of connections.</param>
    /// <exception cref="FailureException">It cannot be done; the class says whether another try may help.</exception>
    public async Task<IConnection> ConnectAsync(string name, CancellationToken stop)
    {
        try
        {
            var factory = Factory();
            using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
            late.CancelAfter(options.Timeout * 2);
            return await factory.CreateConnectionAsync(Endpoints(factory), $"windrow {name}", late.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            throw new FailureException(BrokerFailure.From(exception, Address));
        }
    }

    /// <summary>Everything works.</summary>
    public void Up()
    {
        if (_isDown)
            BrokerLog.Up(_log, where, Address.ToString());
        (_isDown, WasUp, Trouble, _delay) = (false, true, null, FirstDelay);
        var now = context.Services.Time.GetUtcNow();
        context.Services.Outside.Report(new OutsideHost(Address.Name, IsReachable: true, null, null, now));
    }

    /// <summary>Something does not work. Told once, until it works again.</summary>
    public void Down(Failure failure)
    {
        Trouble = failure;
        var now = context.Services.Time.GetUtcNow();
        context.Services.Outside.Report(new OutsideHost(Address.Name, IsReachable: false, failure.Reason, now + _delay, now));
        if (_isDown)
            return;
        _isDown = true;
        BrokerLog.Down(_log, where, failure.ToString());
    }

    /// <summary>Waits before the next try, longer from time to time.</summary>
    /// <param name="isUrgent">Not longer: somebody waits for the last tries.</param>
    public async Task PauseAsync(CancellationToken stop, bool isUrgent = false)
    {
        if (isUrgent)
            _delay = FirstDelay;
        var delay = _delay * (0.5 + (context.Services.Random.NextDouble() / 2));
        _delay = _delay * 2 > LongestDelay ? LongestDelay : _delay * 2;
        await Task.Delay(delay, context.Services.Time, stop).ConfigureAwait(false);
    }

    private ConnectionFactory Factory()
    {
        var factory = new ConnectionFactory
        {
            HostName = Address.Host,
            Port = Address.Port,
            VirtualHost = Address.Vhost,
            UserName = Address.User,
            Password = Address.Password,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = options.Heartbeat,
            RequestedConnectionTimeout = options.Timeout,
            HandshakeContinuationTimeout = options.Timeout,
            ContinuationTimeout = options.Timeout,

            // The broker has a limit of its own.
            MaxInboundMessageBodySize = int.MaxValue,
        };
        if (Address.IsTls)
            factory.Ssl = BrokerTls.Make(options.Tls ?? new TlsOptions(), Address.Host, context);
        return factory;
    }

    private IEnumerable<AmqpTcpEndpoint> Endpoints(ConnectionFactory factory)
    {
        yield return factory.Endpoint;
        foreach (var host in options.Hosts)
        {
            var other = BrokerAddress.Parse($"{(Address.IsTls ? "amqps" : "amqp")}://{host}", out _)!;
            yield return new AmqpTcpEndpoint(other.Host, other.Port, Address.IsTls ? BrokerTls.Make(options.Tls ?? new TlsOptions(), other.Host, context) : new SslOption(), factory.MaxInboundMessageBodySize);
        }
    }
}
