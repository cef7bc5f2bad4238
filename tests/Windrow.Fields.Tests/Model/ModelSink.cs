using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Model;

/// <summary>Keeps what comes to it, flushes too; a flush can be held back, as by a slow disk.</summary>
internal sealed class ModelSink : PlanAction
{
    private readonly Channel<bool> _came = Channel.CreateUnbounded<bool>();
    private readonly ConcurrentQueue<(Message Flush, Output Output)> _held = new();

    public ConcurrentQueue<Message> Kept { get; } = new();

    public IReadOnlyList<Message> Fields => [.. Kept.Where(static message => message.Kind == MessageKind.Field)];

    /// <summary>What came, in order: the values of fields, and the kinds of the others.</summary>
    public string Log => string.Join("; ", Kept.Select(static message => message.Kind == MessageKind.Field ? Text(message) : message.Kind.ToString().ToLowerInvariant()));

    public bool HoldsFlushes { get; set; }

    public override bool IsTerminal => true;

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        Keep(message);
        output.Deliver(message);
    }

    public override void Flush(Message flush, Output output)
    {
        if (!HoldsFlushes)
        {
            Keep(flush);
            output.Deliver(flush);
            return;
        }

        // It is to be found there by whoever hears that it has come.
        output.Hold(flush);
        _held.Enqueue((flush, output));
        Keep(flush);
    }

    /// <summary>The disk is done.</summary>
    public void LetGo()
    {
        while (_held.TryDequeue(out var held))
            held.Output.Deliver(held.Flush);
    }

    /// <summary>Completes when one more has come.</summary>
    public Task Came() => _came.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

    public static string Text(Message field) => string.Join(',', FieldFlow.Values(field).Select(static value => double.IsNaN(value) ? "-" : value.ToString("G7", CultureInfo.InvariantCulture)));

    private void Keep(Message message)
    {
        Kept.Enqueue(new Message(message.Id, message.Kind, message.Metadata, message.Payload.Add(), null, message.Origin) { Lineage = message.Lineage });
        _came.Writer.TryWrite(true);
    }
}
