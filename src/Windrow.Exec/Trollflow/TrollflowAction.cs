using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Exec.Processes;
using Windrow.Exec.Programs;
using Windrow.Exec.Scratches;
using Windrow.Exec.Workers;

namespace Windrow.Exec.Trollflow;

/// <summary>
/// Has components written for trollflow work on messages, in a process of their own. A daemon runs from the beginning, and what it puts on its output queue
/// without having been given anything goes on as well.
/// </summary>
#pragma warning disable CA1001 // Actions end by Close.
internal sealed class TrollflowAction(TrollflowOptions options, PlugInContext context, ScratchRoots scratches, Core.Binary.StoredFormats formats) : PlanAction
#pragma warning restore CA1001
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostForAnswer = TimeSpan.FromSeconds(5);

    private TrollflowHome? _home;
    private WorkerAction? _worker;
    private ActionContext _action = null!;
    private ITimer? _timer;
    private Task _asking = Task.CompletedTask;
    private long _told;
    private volatile bool _isClosing;

    public override bool Waits => true;

    public override bool LooksAhead => !options.IsDaemon;

    public override void Start(ActionContext action)
    {
        _action = action;
        _home = new TrollflowHome(options, context, scratches, action.Shared, isSource: false);
        _worker = new WorkerAction(_home.Worker, context, scratches, formats);
        _worker.Start(action);
        if (options.IsDaemon)
            _timer = context.Services.Time.CreateTimer(_ => Ask(), null, TimeSpan.Zero, AskEvery);
    }

    public override void LookAhead(ReadOnlySpan<Message> messages) => _worker!.LookAhead(messages);

    public override void Process(Message message, Output output)
    {
        // What the engine tells about others is nothing for components.
        if (message.Kind == MessageKind.Notification)
            output.Emit(message);
        else
            _worker!.Process(message, output);
    }

    public override void Recover(Exception fault) => _worker!.Recover(fault);

    public override void Close()
    {
        // A question that is asked later would start another process.
        _isClosing = true;
        _timer?.Dispose();
        _asking.Wait(MostForAnswer);
        _worker?.Close();
        _home?.Dispose();
    }

    private void Ask()
    {
        if (_asking.IsCompleted && !_isClosing)
            _asking = Task.Factory.StartNew(Told, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Told()
    {
        try
        {
            var question = new Message(MessageKind.Event, Metadata.Empty.With(TrollflowKeys.Ask, TrollflowKeys.Take), Payload.None, Origin());
            var products = _worker!.Ask(question);
            if (products.Count > 0)
                _action.Post(output => Emit(products, output));
        }
        catch (Exception exception) when (exception is ProgramException or FailureException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The pool has told of it, and starts another process when it is asked again.
        }
    }

    // Nobody brought these messages, so nobody waits for what becomes of them.
    private void Emit(List<Product> products, Output output)
    {
        var part = ActionContext.Owe(Origin(), static _ => { });
        for (var i = 0; i < products.Count; i++)
        {
            var (product, origin) = (products[i], Origin());
            output.Emit(new Message(origin.Id, product.Kind, product.Metadata, product.Payload ?? Payload.None, i == 0 ? part : part.Add(), origin));
        }
    }

    private Origin Origin() => new(_action.Path, options.Components[0].Class, Interlocked.Increment(ref _told), (ulong)context.Services.Time.GetUtcNow().UtcTicks);
}
