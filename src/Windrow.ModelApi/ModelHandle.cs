using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Models;
using Windrow.Fields.Transport.Mpi;
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
    /// <exception cref="ModelException">The plan file is wrong; the text has every error with its place.</exception>
    public static ModelHandle Create(ModelConfiguration configuration)
    {
        using var traps = FloatingPointTraps.HoldOff();
        var services = ModelPlans.Services(configuration);
        var shared = ModelPlans.Shared(configuration);
        var client = new ModelClient(ModelPlans.Client(configuration, services), services, shared);
        if (configuration.ClientCommunicator != 0 && shared.Get<MpiModel>().ClientCommunicator is { } communicator)
            Marshal.WriteInt32(configuration.ClientCommunicator, communicator);
        return new ModelHandle(client, configuration.Handler);
    }

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

    /// <summary>A barrier for everything before it.</summary>
    public void Flush(Metadata metadata)
    {
        using var traps = FloatingPointTraps.HoldOff();
        Client.Write(MessageKind.Flush, metadata, Payload.None);
    }

    /// <summary>A flush, and then word to all servers of the step that this rank has reached.</summary>
    public void Synchronize(Metadata metadata)
    {
        using var traps = FloatingPointTraps.HoldOff();
        Client.Synchronize(metadata);
    }

    // As multio does it: the keys stay in the model's metadata.
    private static Metadata Describe(ModelMetadata metadata, Precision precision)
    {
        metadata.Draft.Set(PrecisionKey, precision == Precision.Double ? Double : Single);
        metadata.Draft.Set(FormatKey, Raw);
        return metadata.Draft.Build();
    }
}
