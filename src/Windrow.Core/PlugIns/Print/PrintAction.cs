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
        var line = string.Create(CultureInfo.InvariantCulture, $"{prefix}{message.Kind}({message.Metadata.Materialise([])}, payload {message.Payload.Bytes} bytes, from {message.Origin})");
        if (options.Stream == PrintStream.Cout)
            context.Services.StandardOutput().Write(Encoding.UTF8.GetBytes(line + "\n"));
        else
            Line(_log, options.Stream switch { PrintStream.Error => LogLevel.Error, PrintStream.Debug => LogLevel.Debug, _ => LogLevel.Information }, line);
    }

    [LoggerMessage(EventId = 301, Message = "{Line}")]
    private static partial void Line(ILogger log, LogLevel level, string line);
}
