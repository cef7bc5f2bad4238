using System.Runtime.InteropServices;
using Windrow.ModelApi.Failures;

namespace Windrow.ModelApi.Exports;

/// <summary><c>multio_*configuration*</c>, <c>multio_config_*</c> and <c>multio_mpi_*</c>: what is to be run, and where.</summary>
internal static unsafe class ConfigurationExports
{
    [UnmanagedCallersOnly(EntryPoint = "multio_new_configuration")]
    public static int New(nint* configuration) => Make(configuration, static _ => null, null);

    [UnmanagedCallersOnly(EntryPoint = "multio_new_configuration_from_filename")]
    public static int NewFromFile(nint* configuration, byte* file) => Make(configuration, static file => Arguments.Text((byte*)file, "configuration_file_name"), file);

    [UnmanagedCallersOnly(EntryPoint = "multio_delete_configuration")]
    public static int Delete(nint configuration)
    {
        try
        {
            ModelConfiguration.Table.Remove(configuration);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, FailureHandler.None);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_config_set_path")]
    public static int SetPath(nint configuration, byte* path) => With(
        configuration, static (found, path) => found.Directory = Arguments.Text((byte*)path, "configuration_path"), (nint)path);

    [UnmanagedCallersOnly(EntryPoint = "multio_config_set_failure_handler")]
    public static int SetFailureHandler(nint configuration, nint handler, nint context)
    {
        try
        {
            ModelConfiguration.Table[configuration].Handler = new FailureHandler(handler, context);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, FailureHandler.None);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_mpi_allow_world_default_comm")]
    public static int AllowWorld(nint configuration, byte allow) => With(configuration, static (found, allow) => found.AllowsWorld = allow != 0, allow);

    [UnmanagedCallersOnly(EntryPoint = "multio_mpi_parent_comm")]
    public static int SetParent(nint configuration, int communicator) => With(configuration, static (found, parent) => found.ParentCommunicator = (int)parent, communicator);

    [UnmanagedCallersOnly(EntryPoint = "multio_mpi_return_client_comm")]
    public static int ReturnClients(nint configuration, int* where) => With(configuration, static (found, where) => found.ClientCommunicator = where, (nint)where);

    [UnmanagedCallersOnly(EntryPoint = "multio_mpi_return_server_comm")]
    public static int ReturnServers(nint configuration, int* where) => With(configuration, static (found, where) => found.ServerCommunicator = where, (nint)where);

    private static int Make(nint* configuration, Func<nint, string?> fileOf, byte* file)
    {
        try
        {
            Arguments.Need(configuration, "cc");
            *configuration = ModelConfiguration.Table.Add(ModelConfiguration.Load(fileOf((nint)file)));
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, FailureHandler.None);
        }
    }

    private static int With(nint configuration, System.Action<ModelConfiguration, nint> work, nint argument)
    {
        try
        {
            work(ModelConfiguration.Table[configuration], argument);
            return ErrorCode.Success;
        }
        catch (Exception exception)
        {
            return LastError.Report(exception, ModelConfiguration.HandlerOf(configuration));
        }
    }
}
