using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.ModelApi.Failures;
using Windrow.ModelApi.Text;

namespace Windrow.ModelApi.Exports;

/// <summary><c>multio_metadata_*</c>: what is told about a field. The functions are described in windrow.h.</summary>
internal static unsafe class MetadataExports
{
    private static readonly Utf8Table<MetadataKey> Keys = new(MetadataKey.Of);
    private static readonly Utf8Table<string> Texts = new(static text => text);

    [UnmanagedCallersOnly(EntryPoint = "multio_new_metadata")]
    public static int New(nint* metadata, nint handle)
    {
        try
        {
            Arguments.Need(metadata, "metadata");
            *metadata = ModelMetadata.Table.Add(new ModelMetadata(ModelHandle.Table.Find(handle)));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_copy_metadata")]
    public static int Copy(nint* metadata, nint from)
    {
        try
        {
            Arguments.Need(metadata, "metadata");
            *metadata = ModelMetadata.Table.Add(new ModelMetadata(ModelMetadata.Table[from]));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelMetadata.HandlerOf(from));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_delete_metadata")]
    public static int Delete(nint metadata)
    {
        try
        {
            ModelMetadata.Table.Remove(metadata);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, FailureHandler.None);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_metadata_set_int")]
    public static int SetInt(nint metadata, byte* key, long value) => Set(metadata, key, value);

    [UnmanagedCallersOnly(EntryPoint = "multio_metadata_set_long")]
    public static int SetLong(nint metadata, byte* key, long value) => Set(metadata, key, value);

    [UnmanagedCallersOnly(EntryPoint = "multio_metadata_set_longlong")]
    public static int SetLongLong(nint metadata, byte* key, long value) => Set(metadata, key, value);

    [UnmanagedCallersOnly(EntryPoint = "multio_metadata_set_bool")]
    public static int SetBool(nint metadata, byte* key, byte value) => Set(metadata, key, value != 0);

    [UnmanagedCallersOnly(EntryPoint = "multio_metadata_set_float")]
    public static int SetFloat(nint metadata, byte* key, float value) => Set(metadata, key, value);

    [UnmanagedCallersOnly(EntryPoint = "multio_metadata_set_double")]
    public static int SetDouble(nint metadata, byte* key, double value) => Set(metadata, key, value);

    [UnmanagedCallersOnly(EntryPoint = "multio_metadata_set_string")]
    public static int SetString(nint metadata, byte* key, byte* value)
    {
        if (value is null)
            return LastError.Report(new ModelException("the value is a null pointer", "pass a text, if an empty one"), ModelMetadata.HandlerOf(metadata));
        return Set(metadata, key, Texts.Find(value));
    }

    private static int Set(nint metadata, byte* key, MetadataValue value)
    {
        try
        {
            Arguments.Need(key, "key");
            ModelMetadata.Table[metadata].Draft.Set(Keys.Find(key), value);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelMetadata.HandlerOf(metadata));
        }
    }
}
