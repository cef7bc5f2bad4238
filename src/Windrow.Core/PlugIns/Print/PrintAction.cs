using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Print;

/// <summary>Writes a line about every message and passes it on.</summary>
internal sealed partial class PrintAction(PrintOptions options, PlugInContext context) : PlanAction
{
    private readonly ILogger _log = context.Services.Logs.CreateLogger("windrow.print");

    // A line is written as a whole, so several threads may.
    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        if (options.Stream != PrintStream.Off && (!options.OnlyFields || message.Kind == MessageKind.Field))
            Print(message);
        output.Emit(message);
    }

    public override void Flush(Message flush, Output output)
    {
        if (options.Stream != PrintStream.Off && !options.OnlyFields)
            Print(flush);
        output.Emit(flush);
    }

    private void Print(Message message)
    {
        var prefix = options.Prefix is null ? "" : $"{options.Prefix}: ";
        var line = prefix + (options.Form == PrintForm.Multio ? MultioForm(message) : OwnForm(message));

        // multio 2.11 writes to standard output whatever stream is named.
        if (options.Stream == PrintStream.Cout || context.StrictMultio)
            context.Services.StandardOutput().Write(Encoding.UTF8.GetBytes(line + "\n"));
        else
            Line(_log, options.Stream switch { PrintStream.Error => LogLevel.Error, PrintStream.Debug => LogLevel.Debug, _ => LogLevel.Information }, line);
    }

    private static string OwnForm(Message message) =>
        string.Create(CultureInfo.InvariantCulture, $"{message.Kind}({message.Metadata.Materialise([])}, payload {message.Payload.Bytes} bytes, from {message.Origin})");

    // Within a process messages are addressed to nobody: such a peer has the group 'null' and the largest number.
    private static string MultioForm(Message message) => string.Create(
        CultureInfo.InvariantCulture,
        $"Message(version=1, tag={message.Kind}, source={Peer(message)}, destination=Peer(group=null,id={ulong.MaxValue}), metadata={message.Metadata.Materialise([])}, payload-size={message.Payload.Bytes})");

    private static string Peer(Message message)
    {
        var peer = message.Metadata.TryGetString("misc-sourcePeer", out var found) ? found : "null/" + ulong.MaxValue.ToString(CultureInfo.InvariantCulture);
        var slash = peer.LastIndexOf('/');
        return slash < 0 ? $"Peer(group={peer},id=0)" : $"Peer(group={peer[..slash]},id={peer[(slash + 1)..]})";
    }

    [LoggerMessage(EventId = 301, Message = "{Line}")]
    private static partial void Line(ILogger log, LogLevel level, string line);
}
