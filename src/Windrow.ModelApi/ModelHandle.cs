using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Fields;
using Windrow.Fields.Models;
using Windrow.ModelApi.Failures;
using Windrow.ModelApi.Handles;
using Windrow.Native.Libc;

namespace Windrow.ModelApi;

/// <summary>A <c>multio_handle_t</c>: the client plans of one rank. Safe for several threads, which take turns.</summary>
internal sealed unsafe class ModelHandle
{
    public static readonly HandleTable<ModelHandle> Table = new(2, "multio_handle_t");

    private static readonly MetadataKey PrecisionKey = "misc-precision";
    private static readonly MetadataKey FormatKey = "misc-format";
    private static readonly MetadataValue Raw = "raw";
    private static readonly MetadataValue Single = "single";
    private static readonly MetadataValue Double = "double";

    public ModelHandle(ModelClient client, FailureHandler handler)
    {
        Client = client;
        Handler = handler;
    }

    public ModelClient Client { get; }

    public FailureHandler Handler { get; set; }

    /// <summary>Makes the client of a configuration.</summary>
    public static ModelHandle Create(ModelConfiguration configuration)
    {
        var services = ModelServices.Create();
        var plugIns = new PlugInCatalog().AddCore().AddFields();
        var diagnostics = new DiagnosticBag();
        var path = configuration.File ?? Environment.GetEnvironmentVariable("MULTIO_SERVER_CONFIG_FILE")!;
        var root = ConfigReader.Read(ReadAll(services, path), path, diagnostics, ConfigDialect.Native, new MultioSubstitution(services.Environment, "/"));
        var flow = root is null ? null : new FlowReader(plugIns, services, diagnostics).Read(root, path);
        if (flow is null)
            throw new ModelException(string.Join("\n", diagnostics.Sorted));
        return new ModelHandle(new ModelClient(flow, services, "local/0"), configuration.Handler);
    }

    private static byte[] ReadAll(Windrow.Core.EngineServices services, string path)
    {
        using var s = services.Files.OpenRead(path);
        var b = new byte[s.Length];
        s.ReadExactly(b);
        return b;
    }

    public static void OpenConnections()
    {
    }

    public void CloseConnections() => Client.Write(MessageKind.Flush, Metadata.From(("flushKind", "close-connection"), ("toAllServers", true), ("domain", "global")), Payload.None);

    public void Flush(Metadata metadata) => Client.Write(MessageKind.Flush, metadata, Payload.None);

    public void Notify(Metadata metadata) => Client.Write(MessageKind.Notification, metadata, Payload.None);

    public void Synchronize(Metadata metadata) => throw new NotSupportedException();

    public void WriteMask<T>(ModelMetadata metadata, ReadOnlySpan<T> values) => throw new NotSupportedException();

    public void WriteGrib(ReadOnlySpan<byte> message) => throw new NotSupportedException();

    public void Close() => Client.Close();

    /// <summary>The handler of a handle; none, where there is no such handle.</summary>
    public static FailureHandler HandlerOf(nint handle) => Table.Find(handle)?.Handler ?? FailureHandler.None;

    /// <summary>Writes a field that lies in the model's memory.</summary>
    public void WriteField(ModelMetadata metadata, void* values, Precision precision, int count)
    {
        using var traps = FloatingPointTraps.HoldOff();
        Client.WriteField(Describe(metadata, precision), values, precision, count);
    }

    /// <summary>Writes a field of its own.</summary>
    public void WriteField(ModelMetadata metadata, FieldPayload field)
    {
        using var traps = FloatingPointTraps.HoldOff();
        Client.Write(MessageKind.Field, Describe(metadata, field.Precision), field);
    }

    // As multio does it: the keys stay in the model's metadata.
    private static Metadata Describe(ModelMetadata metadata, Precision precision)
    {
        metadata.Draft.Set(PrecisionKey, precision == Precision.Double ? Double : Single);
        metadata.Draft.Set(FormatKey, Raw);
        return metadata.Draft.Build();
    }
}
