using Microsoft.Extensions.Logging;

namespace Windrow.Core.Expectations;

internal static partial class ExpectationLog
{
    [LoggerMessage(251, LogLevel.Warning, "{What}")]
    public static partial void Trouble(ILogger log, string what);

    [LoggerMessage(252, LogLevel.Warning, "{What}")]
    public static partial void Recovered(ILogger log, string what);
}
