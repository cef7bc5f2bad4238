using Windrow.Core.Configuration;

namespace Windrow.Fields.Triggers;

/// <summary>Options of <c>notify-metadata</c>.</summary>
public sealed class NotifyMetadataOptions : TriggerOptions
{
    public static readonly OptionSet<NotifyMetadataOptions> Set = Declare(new OptionSet<NotifyMetadataOptions>("notify-metadata"));
}
