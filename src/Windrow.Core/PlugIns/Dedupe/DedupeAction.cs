using Microsoft.Extensions.Logging;
using Windrow.Core.Deliveries;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Dedupe;

/// <summary>
/// Lets the first of several messages that are the same through. A message counts as seen when what was made of it is delivered, and not before: while
/// the first is under way the others wait, and when it dies the next one goes.
/// </summary>
/// <remarks>
/// What goes on owes to an obligation of this action, so that it hears of the end of each message by itself; the message that came is held without its
/// payload, and settled in the same way.
/// </remarks>
internal sealed class DedupeAction(DedupeOptions options, PlugInContext plugIn) : PlanAction
{
    private readonly DedupeKey _key = new(options, plugIn.Services.Files);
    private readonly ILogger _log = plugIn.Services.Logs.CreateLogger("windrow.dedupe");

    // For each key that is under way, what waits for the outcome.
    private readonly Dictionary<MessageId, Queue<Message>> _underWay = [];
    private ActionContext _context = null!;
    private string _scope = "";

    // By where the keys are kept: when a reload puts one action in the place of another, both know for a time what either has seen.
    private SharedByKey<string, SeenKeys> _ofFlow = null!;
    private SeenKeys _seen = null!;
    private RateLimit _tells = null!;

    /// <summary>What has waited is let go by a thread of its own stage.</summary>
    public override bool Waits => true;

    public override bool HasOpenState => _underWay.Count > 0;

    public override void Start(ActionContext context)
    {
        _context = context;
        _tells = new RateLimit(context.Services.Time);

        // Not by its place, which another action in front of it changes.
        var plan = context.Path[..context.Path.LastIndexOf('/')];
        _scope = $"dedupe/{plan}/{_key.Kind}";
        _ofFlow = context.Shared.Get<SharedByKey<string, SeenKeys>>();
        _seen = _ofFlow.Join(_scope, () => new SeenKeys(context.Store, _scope, context.Services.Time));
    }

    public override void Open() => _seen.Load();

    public override void Close() => _ofFlow.Leave(_scope);

    public override void Process(Message message, Output output)
    {
        if (_key.Of(message, out var failure) is not { } key)
        {
            output.Fail(message, failure!);
            return;
        }

        if (_underWay.TryGetValue(key, out var waiting))
        {
            output.Hold(message);
            waiting.Enqueue(message);
            return;
        }

        if (_seen.Contains(key, options.Window))
        {
            output.Drop(message);
            return;
        }

        _underWay.Add(key, new Queue<Message>());
        output.Hold(message);
        Send(key, message, output);
    }

    private void Send(MessageId key, Message message, Output output)
    {
        var part = ActionContext.Owe(message.Origin, outcome => Ended(key, message, outcome));
        var sent = message.ShareFor(part);
        message.TakePayload().Release();
        output.Emit(sent);
    }

    // On whatever thread the last of it was settled. The message is settled when its key is durable: whoever brought it may not bring it again then.
    private void Ended(MessageId key, Message message, Outcome outcome)
    {
        var isSeen = outcome is Outcome.Delivered or Outcome.Absorbed or Outcome.Stored;
        var noted = isSeen ? Note(key) : Task.CompletedTask;
        _context.PostWhen(noted, output =>
        {
            // A store that failed stops the flow; the message stays owed.
            if (!noted.IsCompletedSuccessfully)
                return;
            message.Settle(outcome);
            GoOn(key, isSeen, output);
        });
    }

    private Task Note(MessageId key)
    {
        var noted = _seen.Add(key, options.Window, options.MaximumRemembered, out var early);
        if (early > 0 && _tells.Happened(out var count))
            DedupeLog.ForgottenEarly(_log, plugIn.Where, options.MaximumRemembered, early * count);
        return noted;
    }

    private void GoOn(MessageId key, bool isSeen, Output output)
    {
        var waiting = _underWay[key];
        if (!isSeen && waiting.TryDequeue(out var next))
        {
            Send(key, next, output);
            return;
        }

        _underWay.Remove(key);
        foreach (var message in waiting)
            output.Drop(message);
    }
}
