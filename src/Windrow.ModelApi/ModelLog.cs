using Microsoft.Extensions.Logging;
using Windrow.Core.Configuration;

namespace Windrow.ModelApi;

internal static partial class ModelLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Finding}")]
    public static partial void Finding(ILogger logger, Diagnostic finding);
}
