using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;
using Windrow.Core;

namespace Windrow.Cli.Telemetry;

/// <summary>Tells once that traces cannot be sent: the exporter itself keeps silent about it.</summary>
internal sealed partial class ExportTrouble : EventListener
{
    private readonly ILogger _log;
    private int _told;

    public ExportTrouble(EngineServices services) => _log = services.Logs.CreateLogger("windrow.traces");

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith("OpenTelemetry", StringComparison.Ordinal))
            EnableEvents(eventSource, EventLevel.Warning);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_log is null || eventData.Level > EventLevel.Error || Interlocked.Exchange(ref _told, 1) != 0)
            return;
        var text = eventData.Message is { } format && eventData.Payload is { } values ? string.Format(System.Globalization.CultureInfo.InvariantCulture, format, [.. values]) : eventData.EventName ?? "";

        // The exporter writes its exception with all its lines.
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        CannotSend(_log, line < 0 ? text : text[..line]);
    }

    [LoggerMessage(950, LogLevel.Warning, "traces cannot be sent, and are lost; said once: {Reason}")]
    private static partial void CannotSend(ILogger log, string reason);
}
