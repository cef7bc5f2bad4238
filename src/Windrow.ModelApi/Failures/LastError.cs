namespace Windrow.ModelApi.Failures;

/// <summary>What went wrong last, for the function that asks for it.</summary>
internal static class LastError
{
    private static readonly Lock Turn = new();
    private static string _text = "";

    [ThreadStatic]
    private static NativeText? _native;

    /// <summary>Notes an error, tells the handler, or the terminal when there is none.</summary>
    /// <returns>The code for the caller.</returns>
    public static int Report(Exception exception, FailureHandler handler)
    {
        var (code, text) = (ErrorCode.Of(exception), ErrorCode.TextOf(exception));
        Volatile.Write(ref _text, text);
        if (handler.IsSet)
        {
            handler.Call(code, text);
            return code;
        }

        lock (Turn)
            Console.Error.WriteLine($"windrow: {text}");
        return code;
    }

    /// <summary>The last error of the process as a C text, which is good until the same thread asks again.</summary>
    public static nint Pointer(string? text = null) => (_native ??= new NativeText()).Set(text ?? Volatile.Read(ref _text));
}
