using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Windrow.Core;
using Windrow.Core.Traces;

namespace Windrow.Cli.Telemetry;

/// <summary>
/// Sends traces to a collector by OTLP, as the variables OTEL_* say (OpenTelemetry's specification of environment variables); nothing is
/// sent unless one of them names an endpoint or the exporter. What is waiting is sent when this is disposed.
/// </summary>
internal sealed class TraceExport : IDisposable
{
    private readonly TracerProvider _provider;
    private readonly ExportTrouble _trouble;

    private TraceExport(EngineServices services)
    {
        _trouble = new ExportTrouble(services);
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(MessageTraces.SourceName)
            .ConfigureResource(static resource => resource.AddService("windrow", serviceVersion: ThisProgram.Version, serviceInstanceId: $"{ProcessIdentity.This.Host}:{ProcessIdentity.This.Id}").AddEnvironmentVariableDetector())
            .AddOtlpExporter()
            .Build();
    }

    /// <summary>Begins, where the environment wants it, and has flows over the services traced.</summary>
    /// <param name="services">What flows get from here on.</param>
    /// <param name="export">To be disposed at the end; null: nobody wants traces.</param>
    /// <returns>False: the variables make no sense, and that is told.</returns>
    public static bool TryStart(ref EngineServices services, out TraceExport? export)
    {
        try
        {
            export = Start(services);
        }
        catch (ArgumentException exception)
        {
            export = null;
            Console.Error.WriteLine($"windrow: {exception.Message}");
            return false;
        }

        if (export is not null)
            services = services with { Traces = new MessageTraces() };
        return true;
    }

    /// <exception cref="ArgumentException">The variables name an exporter that is not there, or an endpoint that is none.</exception>
    private static TraceExport? Start(EngineServices services)
    {
        var read = services.Environment;
        if (string.Equals(read("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
            return null;
        var endpoint = read("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ?? read("OTEL_EXPORTER_OTLP_ENDPOINT");
        switch (read("OTEL_TRACES_EXPORTER"))
        {
            case null or "" when string.IsNullOrEmpty(endpoint):
            case "none":
                return null;
            case null or "" or "otlp":
                break;
            case var other:
                throw new ArgumentException($"OTEL_TRACES_EXPORTER is '{other}', and traces are sent by OTLP only: write otlp or none");
        }

        return string.IsNullOrEmpty(endpoint) || (Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? new TraceExport(services)
            : throw new ArgumentException($"OTEL_EXPORTER_OTLP_ENDPOINT is '{endpoint}', which is no address: write for example http://localhost:4318");
    }

    public void Dispose()
    {
        _provider.Dispose();
        _trouble.Dispose();
    }
}
