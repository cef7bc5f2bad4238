using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.Routing;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Pantries;

/// <summary>
/// Keeps the GRIB messages that recipes need. Each is written once for every input that it is, and settled when that is
/// durable; one that no recipe needs is dropped. A second message for the same input and instant changes nothing.
/// </summary>
internal sealed class PantrySink(PantryOptions options, Windrow.Core.PlugIns.PlugInContext context) : PlanAction
{
    private const int MostPending = 1_000;

    private readonly MatchSet _matches = new();
    private readonly List<StreamInput> _found = [];
    private readonly List<Message> _written = [];
    private InputRecogniser? _recogniser;
    private PantryFolder? _folder;

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext action)
    {
        var findings = new DiagnosticBag();
        var request = MapRequest.Read(context.FullPath(options.Recipes), [.. options.Static.Select(context.FullPath)], options.Flavours, context.Services.Files, findings)
            ?? throw new IOException($"the recipes cannot be used: {string.Join("; ", findings.Sorted.Where(static finding => finding.Severity == Severity.Error).Select(static finding => finding.ToString()))}");
        var available = new AvailableInputs(request.Definitions);
        _recogniser = new InputRecogniser(request.StreamInputs(available), options.Filter);
        _folder = new PantryFolder(context.FullPath(options.Path), context.Services.Files, request.Definitions, available);
        _folder.TakeUp();
    }

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
            header = FieldHeaderReader.Read(payload.Memory);
        }
        catch (Exception exception) when (exception is DerivationException or EcCodesException)
        {
            output.Fail(message, Failure.Permanent($"the message is for no instant: {exception.Message}"));
            return;
        }

        foreach (var input in _found)
            _folder!.Put(input, header.Instant, payload.Span);
        output.Hold(message);
        _written.Add(message);
        if (_written.Count >= MostPending)
            Commit(output);
    }

    public override void EndBatch(bool more, Output output)
    {
        if (!more)
            Commit(output);
    }

    public override void Flush(Message flush, Output output)
    {
        Commit(output);
        output.Deliver(flush);
    }

    private void Commit(Output output)
    {
        if (_written.Count == 0)
            return;
        Message[] written = [.. _written];
        _written.Clear();
        try
        {
            _folder!.Commit();
        }
        catch (IOException exception)
        {
            foreach (var message in written)
                output.Fail(message, Failure.From(exception));
            return;
        }

        foreach (var message in written)
            message.Settle(Outcome.Delivered);
    }
}
