using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Domains;
using Windrow.Fields.Values;

namespace Windrow.Fields.Aggregate;

/// <summary>
/// Puts the parts of a model's clients together to global fields. Several threads may work on different fields at once; parts
/// of one field take turns. A part is copied to its place and settled; what came before a flush is durable when the flush is settled.
/// </summary>
internal sealed partial class AggregateAction : PlanAction
{
    private readonly AggregateOptions _options;
    private readonly bool _strict;
    private readonly string _where;
    private readonly FieldIdentity _identity;
    private readonly FieldIdentity _everything = new(keys: null);
    private readonly OpenFields _fields;
    private readonly FieldFinisher _finisher;
    private readonly WaitingParts _waiting = new();
    private readonly OwnKey _domain = new("domain");
    private readonly OwnKey _globalSize = new("misc-globalSize");
    private DomainMaps _maps = null!;
    private OpenFieldCounts _counts = null!;
    private ClientRounds _rounds = null!;
    private Watchdog _watchdog = null!;
    private RateLimit _duplicates = null!;
    private RateLimit _full = null!;
    private RateLimit _overlaps = null!;
    private ActionContext _context = null!;
    private ILogger _log = null!;
    private volatile bool _isClosed;

    public AggregateAction(AggregateOptions options, PlugInContext context)
        : this(options, context.StrictMultio, context.Where)
    {
    }

    public AggregateAction(AggregateOptions options, bool strict = false, string where = "aggregate")
    {
        (_options, _strict, _where) = (options, strict, where);
        _identity = new FieldIdentity(strict ? null : options.Key);
        _fields = new OpenFields(_identity, options.MaximumOpenBytes);
        _finisher = new FieldFinisher(options, where);
    }

    public override bool IsConcurrent => true;

    // Deadlines and domains that come late reach the fields through the stage.
    public override bool Waits => true;

    public override bool HasOpenState => _fields.Count > 0 || _waiting.Count > 0 || _rounds.Count > 0;

    public override void Start(ActionContext context)
    {
        _context = context;
        _log = context.Services.Logs.CreateLogger("windrow.aggregate");
        _maps = context.Shared.Get<DomainMaps>();
        _rounds = new ClientRounds(_maps);
        (_duplicates, _full, _overlaps) = (new RateLimit(context.Services.Time), new RateLimit(context.Services.Time), new RateLimit(context.Services.Time));
        _watchdog = new Watchdog(context.Services.Time, _options.Deadline, () => Post(LookAtOverdue));
        _maps.Changed += DomainChanged;
        _counts = context.Shared.Get<OpenFieldCounts>();
        _counts.Add(_fields);
    }

    public override void Process(Message message, Output output)
    {
        switch (message.Kind)
        {
            case MessageKind.Field:
                TakePart(message, output);
                break;
            case MessageKind.Domain or MessageKind.Mask or MessageKind.Parametrization:
                output.Drop(message);
                break;
            case MessageKind.Notification:
                TakeNotification(message, output);
                break;
            default:
                output.Emit(message);
                break;
        }
    }

    public override void Close()
    {
        _isClosed = true;
        _maps.Changed -= DomainChanged;
        _counts.Remove(_fields);
        _watchdog.Stop();
        foreach (var (field, _) in _fields.List())
        {
            _fields.Remove(field);
            field.End().Release();
        }

        foreach (var (part, _, _, _) in _waiting.Take(static (_, _, _) => true))
            part.TakePayload().Release();
    }

    private string Unknown(string domain, string client) => _maps.TryGet(domain, out var known)
        ? $"the client '{client}' has not declared the domain '{domain}', of which {known.Progress}"
        : $"the domain '{domain}' is not known; domains that are: {_maps.Names}";

    private void Post(Action<Output> work)
    {
        if (_isClosed)
            return;
        _context.Post(output =>
        {
            if (!_isClosed)
                work(output);
        });
    }
}
