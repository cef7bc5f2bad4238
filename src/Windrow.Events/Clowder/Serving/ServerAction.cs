using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.State;
using Windrow.Events.Clowder.Serving.Work;

namespace Windrow.Events.Clowder.Serving;

/// <summary>
/// Is a Clowder server for extractors: it puts every file that comes into a dataset, and has extractors work on it. A message is held until they are done; where the plan goes
/// on, it goes on with what they have found.
/// </summary>
internal sealed partial class ServerAction(ServerOptions options, PlugInContext plugIn) : PlanAction, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Message> _held = new(StringComparer.Ordinal);
    private readonly List<Message> _early = [];
    private TaskCompletionSource? _busy;
    private ActionContext _context = null!;
    private ClowderServing? _serving;
    private CancellationTokenRegistration _leaving;

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override bool PassesOn => true;

    public override bool HasOpenState => _held.Count + _early.Count > 0;

    public override void Start(ActionContext context)
    {
        _context = context;
        if (!context.Store.IsAvailable)
            throw new StateException(StateTrouble.Unusable, "clowder-server keeps what it has in the flow's state, and this flow has none; leave 'settings.state: none' out");
        if (context.Store.IsShared)
            throw new StateException(StateTrouble.Refused, "a Clowder server is one process, and this flow is worked on by several; leave 'settings.instance' out, or have the server in a flow of its own");
    }

    public override void Open()
    {
        // Not before: where the plan takes the place of another one, that has left by now.
        if (!_context.Shared.Get<ServerPlace>().Take(this))
            throw new StateException(StateTrouble.Refused, "there are two 'clowder-server' in this flow, which would share what they keep; have the second in a flow of its own");
        _serving = new ClowderServing(options, plugIn, _context.Store);
        _serving.Registry.Heard += _ => Release();
        _serving.Start();
        _leaving = _context.Leaving.Register(Leave);
        if (_serving.Registry.Missing is { Count: > 0 } missing)
            ServerLog.WaitsFor(plugIn.Services.Logs.CreateLogger("windrow.clowder"), string.Join(", ", missing));
        Release();
    }

    public override void Process(Message message, Output output)
    {
        if (message.Kind == MessageKind.Notification)
        {
            Pass(message, output);
            return;
        }

        lock (_lock)
        {
            // Looked at within: whoever registers meanwhile finds it in the list.
            if (_serving is not { Registry.Missing.Count: 0 })
            {
                output.Hold(message);
                if (_context.Leaving.IsCancellationRequested)
                    return;
                _early.Add(message);
                KeepBusy();
                return;
            }
        }

        Take(message, output);
    }

    public override void Close()
    {
        Dispose();
        _context.Shared.Get<ServerPlace>().Leave(this);
    }

    public void Dispose()
    {
        _leaving.Dispose();
        if (_serving is { } serving)
            Task.Run(() => serving.DisposeAsync().AsTask()).Wait(options.Broker.Timeout * 2);
        _serving = null;
    }

    private void Release() => _context.Post(output =>
    {
        List<Message> early;
        lock (_lock)
        {
            if (_serving!.Registry.Missing.Count > 0)
                return;
            early = [.. _early];
            _early.Clear();
        }

        foreach (var message in early)
            Take(message, output);
        lock (_lock)
            Rest();
    });

    private void Take(Message message, Output output)
    {
        try
        {
            if (FileOf(message, out var file, out var dataset) is { } failure)
            {
                output.Fail(message, failure);
                return;
            }

            output.Hold(message);
            var added = _serving!.Catalogue.AddFileAsync(file, dataset, new Cause(file.Author) { Root = file.Id });
            _context.PostWhen(added, later => Added(message, file.Id, added, later));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            output.Fail(message, Failure.From(exception));
        }
    }

    private void Added(Message message, string file, Task<bool> added, Output output)
    {
        if (added.Exception is { } exception)
        {
            output.Fail(message, Failure.From(exception.InnerException!));
            return;
        }

        if (!options.Wait)
        {
            Pass(message, output);
            return;
        }

        // It was here before, and what extractors could not do is tried again: an operator wants so, or the process was killed before it had told of it.
        if (!added.Result && _serving!.Jobs.FailedOf(file) is { Count: > 0 } failed)
        {
            var again = _serving.Jobs.SubmitAgainAsync(failed);
            _context.PostWhen(again, later => Wait(message, file, later));
            return;
        }

        Wait(message, file, output);
    }

    private void Wait(Message message, string file, Output output)
    {
        lock (_lock)
        {
            if (_context.Leaving.IsCancellationRequested)
                return;
            _held[file] = message;
            KeepBusy();
        }

        if (!_serving!.Jobs.Open.WhenDone(file, () => _context.Post(later => Done(file, later))))
            Done(file, output);
    }

    private void Done(string file, Output output)
    {
        Message? message;
        lock (_lock)
        {
            if (!_held.Remove(file, out message))
                return;
            Rest();
        }

        if (_serving!.Jobs.FailedOf(file) is { Count: > 0 } failed)
        {
            output.Fail(message, Failure.Permanent($"{failed[0].Extractor} could not work on it: {failed[0].Message}{(failed.Count > 1 ? $" (and {failed.Count - 1} more)" : "")}", $"see 'windrow clowder jobs --of {file}'; when the dead letter is retried, the extractor gets it again"));
            return;
        }

        message.Metadata = Extracted(file, message.Metadata);
        Pass(message, output);
    }

    // While messages are held the plan is not at rest, so that the flow does not end.
    private void KeepBusy()
    {
        if (_busy is not null)
            return;
        _busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _context.PostWhen(_busy.Task, static _ => { });
    }

    private void Rest()
    {
        if (_held.Count + _early.Count > 0)
            return;
        _busy?.TrySetResult();
        _busy = null;
    }

    private void Pass(Message message, Output output)
    {
        if (_context.IsFollowed)
            output.Emit(message);
        else
            output.Deliver(message);
    }

    // What is held stays owed, and its source brings it again with the next run; the extractors work on meanwhile.
    private void Leave()
    {
        lock (_lock)
        {
            _held.Clear();
            _early.Clear();
            Rest();
        }
    }
}
