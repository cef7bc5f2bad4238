using Microsoft.Extensions.Logging;
using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Products;
using Windrow.Core.Routing;
using Windrow.Core.State;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Orders;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Pantries;

/// <summary>
/// Keeps the GRIB messages that recipes need, and emits an order for each map whose inputs are complete. A message is written once for every input
/// that it is, and settled when that is durable; one that no recipe needs is dropped, a second one for the same input and instant changes nothing. Orders owe to
/// the pantry: they are made again after a crash, until they are done.
/// </summary>
internal sealed class PantryAction(PantryOptions options, PlugInContext context) : PlanAction
{
    private const int MostPending = 500;

    // A map that waits for it takes ten times as long.
    private static readonly TimeSpan LongestPending = TimeSpan.FromMilliseconds(20);

    private readonly ILogger _log = context.Services.Logs.CreateLogger("windrow.pantry");
    private readonly MatchSet _matches = new();
    private readonly List<StreamInput> _found = [];
    private readonly List<Message> _written = [];
    private readonly List<EnteredProduct> _made = [];
    private long _firstWritten;
    private InputRecogniser? _recogniser;
    private PantryFolder? _folder;
    private OpenKitchen? _kitchen;
    private OrderDepartures? _departures;
    private ActionContext _action = null!;
    private ProductEntries _entries = null!;
    private Underway? _underway;
    private volatile bool _isClosed;

    public override bool Waits => true;

    public override bool IsTerminal => !options.Orders;

    public override void Start(ActionContext action)
    {
        (_action, _entries) = (action, new ProductEntries(action));
        var (services, findings) = (context.Services, new DiagnosticBag());
        var request = MapRequest.Read(context.InputPath(options.Recipes), [.. options.Static.Select(context.InputPath)], options.Flavours, services.Files, findings)
            ?? throw new IOException($"the recipes cannot be used: {string.Join("; ", findings.Sorted.Where(static finding => finding.Severity == Severity.Error).Select(static finding => finding.ToString()))}");
        var available = new AvailableInputs(request.Definitions);
        _recogniser = new InputRecogniser(request.StreamInputs(available), options.Filter);
        _folder = new PantryFolder(context.FullPath(options.Path), services.Files, request.Definitions, available);
        foreach (var unknown in _folder.TakeUp())
            PantryLog.Unknown(_log, context.Where, unknown);
        if (!options.Orders)
            return;
        _kitchen = new OpenKitchen(request, available, _folder, services.Files, action.Store, $"orders/{context.Where}", (input, reason) => PantryLog.NotMade(_log, context.Where, input, reason));
        _departures = new OrderDepartures(_kitchen, action, context.Where, options.Ahead > 0 ? options.Ahead : Environment.ProcessorCount + 2);
    }

    public override void Open() => _departures?.Post(output =>
    {
        Attend(_kitchen!.Begin);
        _departures.Leave(output);
    });

    public override void Process(Message message, Output output)
    {
        if (message.Payload is not BytesPayload payload)
        {
            output.Fail(message, Failure.Permanent("the message is no GRIB message", "bring the fields in with a source that reads GRIB, and put nothing that decodes in front of pantry"));
            return;
        }

        _found.Clear();
        _recogniser!.Recognise(message.Metadata, _matches, _found);
        if (_found.Count == 0)
        {
            output.Drop(message);
            return;
        }

        FieldHeader header;
        try
        {
            header = message.Metadata.Tail is IMultiViewTail tail ? FieldHeaderReader.Read(tail) : FieldHeaderReader.Read(payload.Memory);
        }
        catch (Exception exception) when (exception is DerivationException or EcCodesException)
        {
            output.Fail(message, Failure.Permanent($"the message is for no instant: {exception.Message}"));
            return;
        }

        foreach (var input in _found)
        {
            if (_folder!.Put(input, header.Instant, payload.Span, header) && _entries.AreKept)
                _made.Add(new EnteredProduct(message, _folder.PathOf(input, header.Instant), "", payload.Span.Length));
        }

        output.Hold(message);
        if (_written.Count == 0)
            _firstWritten = context.Services.Time.GetTimestamp();
        _written.Add(message);
        if (_written.Count < MostPending)
            return;
        Finish(_underway, output);
        Begin(output);
    }

    // While a group becomes durable the next one gathers: the slower the disk, the larger the groups.
    public override void EndBatch(bool more, Output output)
    {
        if (_underway is null && (!more || (_kitchen is not null && _written.Count > 0 && context.Services.Time.GetElapsedTime(_firstWritten) >= LongestPending)))
            Begin(output);
    }

    /// <summary>At the end of the flow the barrier goes on when all orders that are possible are done.</summary>
    public override void Flush(Message flush, Output output)
    {
        Finish(_underway, output);
        Begin(output);
        Finish(_underway, output);
        if (_departures is null)
            output.Deliver(flush);
        else if (flush.Metadata.TryGetString("flushKind", out var kind) && kind is "close-connection" or "end-of-simulation")
            _departures.Hold(flush, output);
        else
            output.Emit(flush);
    }

    public override void Close()
    {
        _isClosed = true;
        _departures?.Close();
    }

    private void Begin(Output output)
    {
        if (_written.Count == 0)
            return;
        var group = _folder!.Seal();
        var underway = new Underway(group, [.. _written], [.. _made], Task.Run(group.MakeDurable));
        _written.Clear();
        _made.Clear();
        _underway = underway;
        _action.PostWhen(underway.Durable, later => Finish(underway, later));
    }

    private void Finish(Underway? underway, Output output)
    {
        if (underway is null || underway != _underway || _isClosed)
            return;
        underway.Durable.GetAwaiter().GetResult();
        _underway = null;
        IReadOnlyList<(InputDefinition, Instant, Arrival)> came;
        try
        {
            came = _folder!.Take(underway.Group);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            foreach (var message in underway.Messages.Concat(_written))
                output.Fail(message, Failure.From(exception));
            _written.Clear();
            _made.Clear();
            return;
        }

        Settle(underway);

        // Before the kitchen commits what it computes, which is to be nothing of what has gathered.
        Begin(output);
        if (_departures is null)
            return;
        Attend(() => _kitchen!.Serve(came));
        _departures.Leave(output);
    }

    // What was new is entered as made of its message; a repetition has made nothing.
    private void Settle(Underway underway)
    {
        var next = 0;
        foreach (var message in underway.Messages)
        {
            var first = next;
            while (next < underway.Made.Length && ReferenceEquals(underway.Made[next].Message, message))
                next++;
            if (next == first)
                message.Settle(Outcome.Delivered);
        }

        if (underway.Made.Length > 0)
            _entries.Enter(underway.Made);
    }

    private void Attend(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StateException)
        {
            PantryLog.NotWritten(_log, context.Where, exception.Message);
        }
    }

    /// <summary>Messages whose files become durable.</summary>
    /// <param name="Made">Of them, in their order.</param>
    private sealed record Underway(PantryGroup Group, Message[] Messages, EnteredProduct[] Made, Task Durable);
}
