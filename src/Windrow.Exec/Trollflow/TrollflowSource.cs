using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Exec.Processes;
using Windrow.Exec.Programs;
using Windrow.Exec.Scratches;
using Windrow.Exec.Workers;

namespace Windrow.Exec.Trollflow;

/// <summary>
/// Has a daemon written for trollflow bring messages: what it puts on its output queue. When the flow is to end, the daemon's <c>stop()</c> is called, and what it has put there by then
/// still comes. One that ends by itself, or whose process dies, is started again.
/// </summary>
internal sealed class TrollflowSource(TrollflowOptions options, PlugInContext context, ScratchRoots scratches, Core.Binary.StoredFormats formats) : Source
{
    // As often as trollflow looks.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostForStop = TimeSpan.FromSeconds(60);

    private readonly ILogger _log = context.Services.Logs.CreateLogger("windrow.exec");
    private long _number;
    private bool _hasAnswered;

    public override SourcePromise Promise => SourcePromise.Lossy;

    public override Task RunAsync(SourceContext source, CancellationToken stop) => options.IsDaemon
        ? Task.Factory.StartNew(() => Run(source, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        : source.AcceptAsync(new Message(MessageKind.Event, Metadata.Empty.With(TrollflowKeys.Start, true), Payload.None, Origin(source)), null, stop).AsTask();

    private void Run(SourceContext source, CancellationToken stop)
    {
        options.Timeout = MostForStop;
        using var home = new TrollflowHome(options, context, scratches, source.Shared, isSource: true);
        while (!stop.IsCancellationRequested)
        {
            using var killed = new CancellationTokenSource();
            var daemon = new WorkerAction(home.Worker, context, scratches, formats);
            daemon.Start(source.Name, source.Shared, null, killed.Token);
            try
            {
                if (Listen(daemon, source, stop))
                    return;
            }
            finally
            {
                daemon.Close();
            }

            TrollflowLog.Ended(_log, source.Name, options.Components[0].Class, Rest.TotalSeconds);
            stop.WaitHandle.WaitOne(Rest);
        }
    }

    // False: it has ended by itself, and is to be started again.
    private bool Listen(WorkerAction daemon, SourceContext source, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var products = Ask(daemon, TrollflowKeys.Get, source, stop);
            if (products is [{ Metadata: var metadata }] && metadata.TryGet(TrollflowKeys.Ended, out _))
                return source.Once;
            Bring(products, source);

            // What is there now is there when nothing has come for a while.
            if (products.Count == 0 && source.Once)
                break;
        }

        Bring(Ask(daemon, TrollflowKeys.Stop, source, CancellationToken.None), source);
        return true;
    }

    private List<Product> Ask(WorkerAction daemon, string what, SourceContext source, CancellationToken stop)
    {
        try
        {
            var products = daemon.Ask(new Message(MessageKind.Event, Metadata.Empty.With(TrollflowKeys.Ask, what), Payload.None, Origin(source)));
            _hasAnswered = true;
            return products;
        }
        catch (ProgramException exception) when (!_hasAnswered)
        {
            // It has never worked, so it would not in a minute.
            throw new FailureException(Failure.Permanent(exception.Message, "correct the class or its options", exception) with { Detail = exception.Detail });
        }
        catch (FailureException exception) when (what == TrollflowKeys.Get)
        {
            TrollflowLog.Lost(_log, source.Name, exception.Failure.Reason);
            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            return [];
        }
        catch (FailureException exception)
        {
            TrollflowLog.Lost(_log, source.Name, exception.Failure.Reason);
            return [];
        }
    }

    private void Bring(List<Product> products, SourceContext source)
    {
        // Also when the flow is to end: the daemon has let go of them.
        foreach (var product in products)
            source.Accept(new Message(product.Kind, product.Metadata, product.Payload ?? Payload.None, Origin(source)));
    }

    private Origin Origin(SourceContext source) => new(source.Name, options.Components.Count > 0 ? options.Components[0].Class : "start", Interlocked.Increment(ref _number), source.RunVersion);
}
