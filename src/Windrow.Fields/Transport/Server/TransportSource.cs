using System.Net;
using Windrow.Core.Deliveries;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Fields.Transport.Mpi;
using Windrow.Fields.Transport.Sockets;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Server;

/// <summary>
/// The server's end: brings in what a model's processes send. A client may send as much as it has credit for, which comes
/// back when the engine has let go of what it sent; a flush is acknowledged when its delivery is settled.
/// </summary>
/// <param name="declarations">Gives what keeps domains, masks and parametrization of a flow.</param>
internal sealed class TransportSource(TransportSourceOptions options, PlugInContext plugIn, Func<FlowShared, IModelDeclarations> declarations) : Source, IDisposable
{
    private ClientRegistry? _registry;
    private SocketServer? _sockets;
    private MpiServer? _mpi;

    // What is not durable yet is gone with the process; clients may keep it until a flush is acknowledged.
    public override SourcePromise Promise => SourcePromise.Lossy;

    /// <summary>Where the source listens, once it does.</summary>
    public TaskCompletionSource<EndPoint> Listening { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The clients so far.</summary>
    public ClientRegistry? Registry => _registry;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        _registry ??= new ClientRegistry(context.Name, options, context.Services);
        var stores = declarations(context.Shared);
        if (options.Transport == TransportKind.Mpi)
        {
            _mpi = new MpiServer(options, _registry, context, stores);
            await _mpi.Run(stop).ConfigureAwait(false);
            return;
        }

        _sockets?.Dispose();
        _sockets = new SocketServer(_registry, context, stores, options.MaximumPart);
        Listening.TrySetResult(_sockets.Listen(await Address(context, stop).ConfigureAwait(false)));
        var running = _sockets.Run(stop);
        await Task.WhenAny(running, _registry.Complete).ConfigureAwait(false);
        if (running.IsFaulted)
            await running.ConfigureAwait(false);

        // Connections stay until everything is settled, as clients wait to hear of it.
        stop.ThrowIfCancellationRequested();
    }

    public override void Lightened(Delivery delivery)
    {
        if (delivery.Receipt is ClientSession session)
            session.Release(FrameCost.OfPayload(delivery.Bytes));
    }

    public override void Settled(Delivery delivery)
    {
        if (delivery.Receipt is ClientSession session)
            session.Release(delivery.IsLight ? FrameCost.Overhead : FrameCost.Of(delivery.Bytes));
        else if (delivery.Receipt is FlushReceipt flush)
            Settled(flush, delivery.Outcome);
    }

    private void Settled(FlushReceipt flush, Outcome outcome)
    {
        if (outcome != Outcome.Dead)
            _registry!.Flushed();
        flush.Session.Settled(flush);
    }

    public override void Close() => Dispose();

    public void Dispose()
    {
        _sockets?.Dispose();
        _mpi?.Dispose();
        _registry?.Dispose();
    }

    private async Task<EndPoint> Address(SourceContext context, CancellationToken stop)
    {
        if (options.Transport == TransportKind.Unix)
            return SocketAddresses.Unix(plugIn.FullPath(options.Path!));
        if (!SocketAddresses.TryParse(options.ListenAddress, out var address, out var problem))
            throw new IOException(problem);
        var found = await SocketAddresses.Resolve(address, stop).ConfigureAwait(false);
        if (address is DnsEndPoint name && IPAddress.IsLoopback(found.Address))
            TransportLog.NamedLoopback(_registry!.Log, context.Name, name.Host, found.Address.ToString());
        return found;
    }
}
