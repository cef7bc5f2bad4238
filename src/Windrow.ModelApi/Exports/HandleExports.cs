using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.ModelApi.Failures;

namespace Windrow.ModelApi.Exports;

/// <summary>The life of a client or server, and what is not a field: connections, flushes, notifications.</summary>
internal static unsafe class HandleExports
{
    [UnmanagedCallersOnly(EntryPoint = "multio_new_handle")]
    public static int New(nint* handle, nint configuration)
    {
        try
        {
            Arguments.Need(handle, "mio");
            *handle = ModelHandle.Table.Add(ModelHandle.Create(ModelConfiguration.Table[configuration]));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelConfiguration.HandlerOf(configuration));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_new_handle_default")]
    public static int NewDefault(nint* handle)
    {
        try
        {
            Arguments.Need(handle, "mio");
            *handle = ModelHandle.Table.Add(ModelHandle.Create(ModelConfiguration.Load(null)));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, FailureHandler.None);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_delete_handle")]
    public static int Delete(nint handle)
    {
        var handler = ModelHandle.HandlerOf(handle);
        try
        {
            ModelHandle.Table.Remove(handle).Close();
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, handler);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_handle_set_failure_handler")]
    public static int SetFailureHandler(nint handle, nint handler, nint context)
    {
        try
        {
            ModelHandle.Table[handle].Handler = new FailureHandler(handler, context);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, FailureHandler.None);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_start_server")]
    public static int StartServer(nint configuration)
    {
        try
        {
            ModelServer.Run(ModelConfiguration.Table[configuration]);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelConfiguration.HandlerOf(configuration));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_open_connections")]
    public static int Open(nint handle) => With(handle, static found => found.OpenConnections());

    [UnmanagedCallersOnly(EntryPoint = "multio_close_connections")]
    public static int CloseConnections(nint handle) => With(handle, static found => found.CloseConnections());

    [UnmanagedCallersOnly(EntryPoint = "multio_flush")]
    public static int Flush(nint handle, nint metadata) => With(handle, metadata, static (found, metadata) => found.Write(MessageKind.Flush, metadata, Payload.None));

    [UnmanagedCallersOnly(EntryPoint = "multio_notify")]
    public static int Notify(nint handle, nint metadata) => With(handle, metadata, static (found, metadata) => found.Write(MessageKind.Notification, metadata, Payload.None));

    [UnmanagedCallersOnly(EntryPoint = "multio_synchronize")]
    public static int Synchronize(nint handle, nint metadata) => With(handle, metadata, static (found, metadata) => found.Synchronize(metadata));

    [UnmanagedCallersOnly(EntryPoint = "multio_field_accepted")]
    public static int FieldAccepted(nint handle, nint metadata, byte* accepted)
    {
        try
        {
            Arguments.Need(accepted, "accepted");
            *accepted = ModelHandle.Table[handle].Accepts(ModelMetadata.Table[metadata].Draft.Build()) ? (byte)1 : (byte)0;
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }

    private static int With(nint handle, System.Action<ModelHandle> work) => With(handle, 0, (found, _) => work(found));

    private static int With(nint handle, nint metadata, System.Action<ModelHandle, Metadata> work)
    {
        try
        {
            var found = ModelHandle.Table[handle];
            work(found, metadata == 0 ? Metadata.Empty : ModelMetadata.Table[metadata].Draft.Build());
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelHandle.HandlerOf(handle));
        }
    }
}
