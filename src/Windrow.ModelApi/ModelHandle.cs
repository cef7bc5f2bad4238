using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Models;
using Windrow.Fields.Transport.Mpi;
using Windrow.ModelApi.Failures;
using Windrow.ModelApi.Handles;
using Windrow.Native.Libc;

namespace Windrow.ModelApi;

/// <summary>
/// A <c>multio_handle_t</c>: the client plans of one rank. Safe for several threads, which take turns. Every call holds the model's
/// floating-point traps off: plans run on its thread, and threads that are started meanwhile inherit them.
/// </summary>
internal sealed unsafe class ModelHandle
{
    public static readonly HandleTable<ModelHandle> Table = new(2, "multio_handle_t");

    private static readonly MetadataKey PrecisionKey = "misc-precision";
    private static readonly MetadataKey FormatKey = "misc-format";
    private static readonly Metadata EncodedFormat = Metadata.From(("misc-format", "grib"));
    private static readonly MetadataValue Raw = "raw";
    private static readonly MetadataValue Single = "single";
    private static readonly MetadataValue Double = "double";

    private readonly ModelClient _client;

    public ModelHandle(ModelClient client, FailureHandler handler)
    {
        _client = client;
        Handler = handler;
    }

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
        _client.WriteField(Describe(metadata, precision), values, precision, count);
    }

    /// <summary>Writes a field of its own.</summary>
    public void WriteField(ModelMetadata metadata, FieldPayload field)
    {
        using var traps = FloatingPointTraps.HoldOff();
        _client.Write(MessageKind.Field, Describe(metadata, field.Precision), field);
    }

    /// <summary>Writes a field that is encoded already.</summary>
    public void WriteGrib(ReadOnlySpan<byte> message)
    {
        using var traps = FloatingPointTraps.HoldOff();
        _client.WriteGrib(EncodedFormat, message);
    }

    /// <summary>Writes a mask: where a value is not zero the point has values.</summary>
    public void WriteMask(Metadata metadata, ReadOnlySpan<float> values)
    {
        using var traps = FloatingPointTraps.HoldOff();
        _client.WriteMask(metadata, values);
    }

    /// <inheritdoc cref="WriteMask(Metadata, ReadOnlySpan{float})"/>
    public void WriteMask(Metadata metadata, ReadOnlySpan<double> values)
    {
        using var traps = FloatingPointTraps.HoldOff();
        _client.WriteMask(metadata, values);
    }

    /// <summary>Writes any other message.</summary>
    /// <param name="payload">The message's from here on.</param>
    public void Write(MessageKind kind, Metadata metadata, Payload payload)
    {
        using var traps = FloatingPointTraps.HoldOff();
        _client.Write(kind, metadata, payload);
    }

    /// <summary>Whether a plan would take a field with these metadata.</summary>
    public bool Accepts(Metadata metadata)
    {
        using var traps = FloatingPointTraps.HoldOff();
        return _client.Accepts(metadata);
    }

    public void OpenConnections()
    {
        using var traps = FloatingPointTraps.HoldOff();
        _client.OpenConnections();
    }

    public void CloseConnections()
    {
        using var traps = FloatingPointTraps.HoldOff();
        _client.CloseConnections();
    }

    /// <summary>Ends the client: plans finish what they have.</summary>
    public void Close()
    {
        using var traps = FloatingPointTraps.HoldOff();
        _client.Close();
    }

    /// <summary>A flush, and then word to all servers of the step that this rank has reached.</summary>
    public void Synchronize(Metadata metadata)
    {
        using var traps = FloatingPointTraps.HoldOff();
        _client.Synchronize(metadata);
    }

    // As multio does it: the keys stay in the model's metadata.
    private static Metadata Describe(ModelMetadata metadata, Precision precision)
    {
        metadata.Draft.Set(PrecisionKey, precision == Precision.Double ? Double : Single);
        metadata.Draft.Set(FormatKey, Raw);
        return metadata.Draft.Build();
    }
}
