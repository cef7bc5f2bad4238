using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Windrow.Core.Messages;
using Windrow.Fields.Values;

namespace Windrow.Fields.KnownMetadata;

/// <summary>A key that models of older releases give under another name, which is told once.</summary>
internal sealed partial class RenamedKey(string name, string oldName)
{
    private readonly OwnKey _name = new(name);
    private readonly OwnKey _oldName = new(oldName);
    private int _isTold;

    public ILogger Log { get; set; } = NullLogger.Instance;

    public bool TryGet(Metadata metadata, out MetadataValue value)
    {
        if (_name.TryGet(metadata, out value))
            return true;
        if (!_oldName.TryGet(metadata, out value))
            return false;
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
            IsOld(Log, oldName, name);
        return true;
    }

    [LoggerMessage(902, LogLevel.Warning, "messages carry '{OldName}', the old name of '{Name}'; it is read as that")]
    private static partial void IsOld(ILogger log, string oldName, string name);
}
