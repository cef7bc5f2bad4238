using System.Runtime.InteropServices;
using Windrow.ModelApi.Failures;

namespace Windrow.ModelApi.Exports;

/// <summary><c>multio_data_*</c>: fields that a model puts together piece by piece.</summary>
internal static unsafe class DataExports
{
    [UnmanagedCallersOnly(EntryPoint = "multio_data_new")]
    public static int New(nint* data, nint handle)
    {
        try
        {
            Arguments.Need(data, "data");
            *data = ModelData.Table.Add(new ModelData(ModelHandle.Table.Find(handle)));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_data_delete")]
    public static int Delete(nint data) => With(data, static (_, data, _, _, _) => ModelData.Table.Remove(data));

    [UnmanagedCallersOnly(EntryPoint = "multio_data_zero")]
    public static int Zero(nint data) => With(data, static (found, _, _, _, _) => found.Zero());

    [UnmanagedCallersOnly(EntryPoint = "multio_data_resize")]
    public static int Resize(nint data, int size) => With(data, static (found, _, _, size, _) => found.Resize(size), count: size);

    [UnmanagedCallersOnly(EntryPoint = "multio_data_size")]
    public static int Size(nint data, int* size) => With(
        data,
        static (found, _, size, _, _) =>
        {
            Arguments.Need((void*)size, "size");
            *(int*)size = found.Size;
        },
        (nint)size);

    [UnmanagedCallersOnly(EntryPoint = "multio_data_set_float_scalar")]
    public static int SetFloat(nint data, float* value, int place) => Set(data, value, place, 1);

    [UnmanagedCallersOnly(EntryPoint = "multio_data_set_double_scalar")]
    public static int SetDouble(nint data, double* value, int place) => Set(data, value, place, 1);

    [UnmanagedCallersOnly(EntryPoint = "multio_data_set_float_chunk")]
    public static int SetFloats(nint data, float* values, int place, int size) => Set(data, values, place, size);

    [UnmanagedCallersOnly(EntryPoint = "multio_data_set_double_chunk")]
    public static int SetDoubles(nint data, double* values, int place, int size) => Set(data, values, place, size);

    private static int Set<T>(nint data, T* values, int place, int count)
        where T : unmanaged => With(
            data, static (found, _, values, count, place) => found.Set(Arguments.Array((T*)values, count, "value"), place), (nint)values, count, place);

    private static int With(nint data, System.Action<ModelData, nint, nint, int, int> work, nint pointer = 0, int count = 0, int place = 0)
    {
        try
        {
            work(ModelData.Table[data], data, pointer, count, place);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelData.HandlerOf(data));
        }
    }
}
