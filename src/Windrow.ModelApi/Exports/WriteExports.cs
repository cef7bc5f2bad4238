using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.ModelApi.Failures;

namespace Windrow.ModelApi.Exports;

/// <summary><c>multio_write_*</c>: what a model brings.</summary>
internal static unsafe class WriteExports
{
    [UnmanagedCallersOnly(EntryPoint = "multio_write_field_float")]
    public static int FieldFloat(nint handle, nint metadata, float* values, int size) => Field(handle, metadata, values, Precision.Single, size);

    [UnmanagedCallersOnly(EntryPoint = "multio_write_field_double")]
    public static int FieldDouble(nint handle, nint metadata, double* values, int size) => Field(handle, metadata, values, Precision.Double, size);

    /// <summary>The name that headers of 2021 had for doubles.</summary>
    [UnmanagedCallersOnly(EntryPoint = "multio_write_field")]
    public static int FieldUndecorated(nint handle, nint metadata, double* values, int size) => Field(handle, metadata, values, Precision.Double, size);

    [UnmanagedCallersOnly(EntryPoint = "multio_write_field_buffer")]
    public static int FieldBuffer(nint handle, nint metadata, nint data, int bytesPerValue)
    {
        try
        {
            ModelHandle.Table[handle].WriteField(ModelMetadata.Table[metadata], ModelData.Table[data].ToField(bytesPerValue));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_write_grib_encoded")]
    public static int GribEncoded(nint handle, byte* message, int size)
    {
        try
        {
            ModelHandle.Table[handle].WriteGrib(Arguments.Array(message, size, "gribdata"));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_write_domain")]
    public static int Domain(nint handle, nint metadata, int* indices, int size)
    {
        try
        {
            var payload = BytesPayload.Copy(MemoryMarshal.AsBytes(Arguments.Array(indices, size, "data")));
            ModelHandle.Table[handle].Write(MessageKind.Domain, ModelMetadata.Table[metadata].Draft.Build(), payload);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_write_mask_float")]
    public static int MaskFloat(nint handle, nint metadata, float* values, int size)
    {
        try
        {
            ModelHandle.Table[handle].WriteMask(ModelMetadata.Table[metadata].Draft.Build(), Arguments.Array(values, size, "data"));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_write_mask_double")]
    public static int MaskDouble(nint handle, nint metadata, double* values, int size) => Mask(handle, metadata, values, size);

    /// <inheritdoc cref="FieldUndecorated"/>
    [UnmanagedCallersOnly(EntryPoint = "multio_write_mask")]
    public static int MaskUndecorated(nint handle, nint metadata, double* values, int size) => Mask(handle, metadata, values, size);

    [UnmanagedCallersOnly(EntryPoint = "multio_write_parametrization")]
    public static int Parametrization(nint handle, nint metadata)
    {
        try
        {
            ModelHandle.Table[handle].Write(MessageKind.Parametrization, ModelMetadata.Table[metadata].Draft.Build(), Payload.None);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_write_parametrization_array_byte")]
    public static int ParametrizationBytes(nint handle, byte* key, byte* values, int size) => ParametrizationArray(handle, key, values, size, "byte");

    [UnmanagedCallersOnly(EntryPoint = "multio_write_parametrization_array_int32")]
    public static int ParametrizationInts(nint handle, byte* key, int* values, int size) => ParametrizationArray(handle, key, values, size, "int32");

    [UnmanagedCallersOnly(EntryPoint = "multio_write_parametrization_array_int64")]
    public static int ParametrizationLongs(nint handle, byte* key, long* values, int size) => ParametrizationArray(handle, key, values, size, "int64");

    [UnmanagedCallersOnly(EntryPoint = "multio_write_parametrization_array_real32")]
    public static int ParametrizationFloats(nint handle, byte* key, float* values, int size) => ParametrizationArray(handle, key, values, size, "real32");

    [UnmanagedCallersOnly(EntryPoint = "multio_write_parametrization_array_real64")]
    public static int ParametrizationDoubles(nint handle, byte* key, double* values, int size) => ParametrizationArray(handle, key, values, size, "real64");

    private static int Field(nint handle, nint metadata, void* values, Precision precision, int size)
    {
        try
        {
            if (size < 0)
                throw new ModelException($"a field of {size} values");
            if (size > 0)
                Arguments.Need(values, "data");
            ModelHandle.Table[handle].WriteField(ModelMetadata.Table[metadata], values, precision, size);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    private static int Mask(nint handle, nint metadata, double* values, int size)
    {
        try
        {
            ModelHandle.Table[handle].WriteMask(ModelMetadata.Table[metadata].Draft.Build(), Arguments.Array(values, size, "data"));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    private static int ParametrizationArray<T>(nint handle, byte* key, T* values, int size, string type)
        where T : unmanaged
    {
        try
        {
            var metadata = Metadata.From(("payloadKey", Arguments.Text(key, "key")), ("payloadElementType", type));
            var payload = BytesPayload.Copy(MemoryMarshal.AsBytes(Arguments.Array(values, size, "data")));
            ModelHandle.Table[handle].Write(MessageKind.Parametrization, metadata, payload);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }
}
