using Microsoft.Extensions.Logging;

namespace Windrow.Core.PlugIns.Dedupe;

internal static partial class DedupeLog
{
    [LoggerMessage(260, LogLevel.Warning, "{Where}: more than {Most} keys within the window; {Count} were forgotten before their time, and what comes again of them is let through")]
    public static partial void ForgottenEarly(ILogger log, string where, int most, long count);
}
