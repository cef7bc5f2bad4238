using Windrow.ModelApi.Handles;

namespace Windrow.ModelApi.Failures;

/// <summary>The function of the model that is called on every error of a configuration or handle; it may be none.</summary>
/// <param name="function"><c>void (*)(void* usercontext, int error_code, multio_failure_info_t* info)</c></param>
/// <param name="context">Passed back to it.</param>
internal sealed unsafe class FailureHandler(nint function, nint context)
{
    public static readonly HandleTable<string> Infos = new(5, "multio_failure_info_t");

    public static readonly FailureHandler None = new(0, 0);

    public bool IsSet => function != 0;

    /// <summary>Calls it on this thread; the info is good until it returns.</summary>
    public void Call(int code, string text)
    {
        if (function == 0)
            return;
        var info = Infos.Add(text);
        try
        {
            ((delegate* unmanaged[Cdecl]<nint, int, nint, void>)function)(context, code, info);
        }
        finally
        {
            Infos.Remove(info);
        }
    }
}
