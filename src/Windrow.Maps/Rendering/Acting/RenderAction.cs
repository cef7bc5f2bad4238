using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Products;
using Windrow.Maps.Rendering.Json;
using Windrow.Maps.Rendering.Workers;

namespace Windrow.Maps.Rendering.Acting;

/// <summary>
/// Draws orders with Magics in worker processes, and emits a message for every picture when it is whole and durable. A map that cannot be drawn is the
/// engine's to try again, or a dead letter; its order is beside its picture then, for <c>windrow maps draw</c>.
/// </summary>
internal sealed class RenderAction : PlanAction
{
    private readonly PlugInContext _context;
    private readonly SharedRenderers _renderers;
    private readonly MagicsRendererOptions _options;
    private readonly FailedOrderFile _failed;
    private readonly string _folder;
    private readonly ILogger _log;
    private MagicsRenderer _renderer = null!;
    private ProductEntries _entries = null!;
    private CancellationToken _stopping;

    public RenderAction(RenderOptions options, PlugInContext context, SharedRenderers renderers)
    {
        (_context, _renderers) = (context, renderers);
        Workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        _options = renderers.OptionsOf(Workers, options.Timeout, options.Styles.Length == 0 ? null : context.InputPath(options.Styles));
        _failed = new FailedOrderFile(_options, context.Services.Files);
        _folder = context.FullPath(options.Output);
        _log = context.Services.Logs.CreateLogger("windrow.render");
    }

    public override bool IsConcurrent => true;

    public override bool Waits => true;

    public override int Workers { get; }

    public override bool HasPeakMemory => true;

    /// <summary>That of one worker, which is replaced when it has more.</summary>
    public override long PeakMemory(Message message) => _options.RecycleAboveBytes;

    public override void Start(ActionContext action)
    {
        (_entries, _stopping) = (new ProductEntries(action), action.Stopping);
        _renderer = _renderers.Take(_options, _context.Services);
    }

    public override void Process(Message message, Output output)
    {
        if (ReadOrder(message) is not { } order)
        {
            output.Fail(message, Failure.Permanent("the message is no order", "put the action pantry in front of render, and nothing between them that changes payloads"));
            return;
        }

        var result = _renderer.RenderAsync(order, _stopping).GetAwaiter().GetResult();
        foreach (var warning in result.Warnings)
            RenderLog.Warns(_log, _context.Where, order.Name, warning);
        if (result.Failure is { } failure)
        {
            output.Fail(message, failure with { Advice = Advice(failure, order) });
            return;
        }

        _failed.Forget(order);
        var made = order.Pictures.Select(picture => (Picture: picture, Length: _context.Services.Files.Find(picture.File)?.Length ?? 0)).ToArray();
        if (_entries.AreKept)
            _entries.Note([.. made.Select(each => new EnteredProduct(message, each.Picture.File, "", each.Length))]);
        foreach (var (picture, length) in made)
            output.Emit(output.Child(message, MessageKind.Product, Describe(message.Metadata.With("drawing", result.Duration), picture), new FilePayload(picture.File, length)));
        output.Absorb(message);
    }

    public override void Close() => _renderers.Return(_options);

    private MapOrder? ReadOrder(Message message)
    {
        try
        {
            return message is { Kind: MessageKind.Request, Payload: BytesPayload payload } ? MapOrderJson.Read(payload.Span).Below(_folder) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A worker that was lost has left its order already.
    private string Advice(Failure failure, MapOrder order) =>
        failure.Advice is { } advice && advice.Contains("windrow maps draw", StringComparison.Ordinal) ? advice
        : failure.Advice is null ? _failed.Keep(order) : $"{failure.Advice}; {_failed.Keep(order)}";

    private static Metadata Describe(Metadata order, MapPicture picture)
    {
        var metadata = order.With("path", picture.File);
        if (picture.Tile is { } tile)
            metadata = metadata.With("zoom", (long)tile.Zoom).With("x", (long)tile.X).With("y", (long)tile.Y);
        return picture.Georeference is { } box
            ? metadata.With("epsg", (long)box.Epsg).With("west", box.West).With("south", box.South).With("east", box.East).With("north", box.North)
            : metadata;
    }
}
