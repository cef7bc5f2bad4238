using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.Products;

namespace Windrow.Core.PlugIns.File;

/// <summary>
/// Writes payloads to files. The first message for a path makes the file under another name, makes it durable and
/// renames it, so that a reader never sees half a product; further messages for the same path are added, and cut back
/// when they cannot be written whole. See <see cref="ProductFiles"/> for what a crash leaves and a repetition does.
/// </summary>
internal sealed class FileSink(FileSinkOptions options, PlugInContext context) : PlanAction
{
    private readonly IFileSystem _files = context.Services.Files;
    private readonly ProductPath _path = new(options.Path!, context);
    private ProductFiles? _products;

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override bool PassesOn => true;

    public override bool AddsToFiles => options.Append;

    public override void Start(ActionContext action) => _products = new ProductFiles(action) { NameOf = context.NameOf };

    public override void Process(Message message, Output output)
    {
        // As in multio: what is said to sinks, and not to be kept.
        if (message.Kind is MessageKind.Notification or MessageKind.Parametrization)
        {
            output.Drop(message);
            return;
        }

        if (!_path.TryCompose(message.Metadata, out var path, out var failure))
            output.Fail(message, failure!);
        else if (ReferenceEquals(message.Payload, Payload.None))
            output.Fail(message, Failure.Permanent("the message has no payload to write", "put an action that makes one, such as encode, in front of the file sink"));
        else
            _products!.Write(options.PerServer ? PerServer(path) : path, options.Append, message, output, file => PayloadWriter.Write(file, message.Payload, _files));
    }

    public override void EndBatch(bool more, Output output) => _products!.EndBatch(more, output);

    public override void Flush(Message flush, Output output) => _products!.Flush(flush, output);

    public override void Close() => _products?.Close();

    private string PerServer(string path)
        => Path.Combine(Path.GetDirectoryName(path)!, string.Create(CultureInfo.InvariantCulture, $"multio-{context.Services.Process.Host}-{context.Services.Process.Id}-{Path.GetFileName(path)}"));
}
