using System.Buffers;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Products;

namespace Windrow.Core.PlugIns.Publish;

/// <summary>Writes one JSON object per message: id, kind, origin and metadata. An announcement: at least once, with a stable id.</summary>
internal sealed class PublishSink(PublishOptions options, PlugInContext context) : PlanAction
{
    private static readonly byte[] NewLine = [(byte)'\n'];

    private readonly MetadataKey[] _keys = [.. options.Keys.Select(static key => (MetadataKey)key)];
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly string _path = context.FullPath(options.Path);
    private ProductFiles? _products;

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override bool AddsToFiles => true;

    public override void Start(ActionContext action) => _products = new ProductFiles(action);

    public override void Process(Message message, Output output)
    {
        _line.Clear();
        MessageJson.Write(_line, message, _keys);
        _line.Write(NewLine);
        if (options.Path == "-")
        {
            context.Services.StandardOutput().Write(_line.WrittenSpan);
            output.Deliver(message);
        }
        else
        {
            _products!.Write(_path, append: true, message, output, file => file.Write(_line.WrittenSpan));
        }
    }

    public override void EndBatch(bool more, Output output) => _products!.EndBatch(more, output);

    public override void Flush(Message flush, Output output) => _products!.Flush(flush, output);

    public override void Close() => _products?.Close();
}
