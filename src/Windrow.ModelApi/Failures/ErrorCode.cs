using Windrow.Core.Errors;
using Windrow.Core.State;

namespace Windrow.ModelApi.Failures;

/// <summary>The values that every function returns; multio's <c>MultioErrorValues</c>.</summary>
internal static class ErrorCode
{
    public const int Success = 0;

    /// <summary>Something that Windrow knows: configuration, a message that a plan cannot work on, a wrong call. multio's <c>MULTIO_ERROR_ECKIT_EXCEPTION</c>.</summary>
    public const int Known = 1;

    /// <summary>The system: a file, a connection, memory.</summary>
    public const int General = 2;

    /// <summary>A defect of Windrow.</summary>
    public const int Unknown = 3;

    public static int Of(Exception exception) => exception switch
    {
        ModelException or FailureException or StateException => Known,
        IOException or UnauthorizedAccessException or OutOfMemoryException or TimeoutException or OperationCanceledException => General,
        _ => Unknown,
    };

    /// <summary>The text that a person is to read.</summary>
    public static string TextOf(Exception exception) => exception switch
    {
        ModelException => exception.Message,
        FailureException known => known.Failure.ToString(),
        _ when Of(exception) == Unknown => $"{exception.GetType().Name}: {exception.Message}; this is a defect of Windrow: please report it with{Environment.NewLine}{exception.StackTrace}",
        _ => exception.Message,
    };
}
