using Microsoft.Extensions.Logging;

namespace Windrow.Maps.Rendering.Acting;

/// <summary>What rendering says in the log.</summary>
internal static partial class RenderLog
{
    [LoggerMessage(EventId = 711, Level = LogLevel.Warning, Message = "{Action}: {Order}: {Warning}")]
    public static partial void Warns(ILogger log, string action, string order, string warning);
}
