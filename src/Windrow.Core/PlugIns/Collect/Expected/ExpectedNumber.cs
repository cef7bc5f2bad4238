using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect.Expected;

/// <summary>Finds out how many members a set is to have: from its members, a directory or a database.</summary>
internal sealed class ExpectedNumber(ExpectedOptions options, EngineServices services, string directory, ILogger log, string action)
{
    private const int MostAnswers = 10_000;

    // How soon a database is asked again that could not be reached.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly MetadataSlot? _slot = options.Key is null ? null : new MetadataSlot(options.Key);
    private readonly Dictionary<Metadata, (long? Number, DateTime Until)> _answers = [];
    private DateTime _asksFrom;
    private bool _isTold;

    /// <returns>Null: nothing says it now; what was known holds on.</returns>
    public long? Of(Metadata key, Metadata member, DateTime now)
    {
        if (_slot is not null)
            return _slot.TryGet(member, out var value) && TryNumber(value, out var told) ? told : null;
        if (_answers.TryGetValue(key, out var answer) && now < answer.Until)
            return answer.Number;
        if (_answers.Count >= MostAnswers)
            _answers.Clear();
        if (now < _asksFrom)
            return null;
        var number = options.Directory is { } place ? Count(place, key) : Ask(key, now);
        _answers[key] = (number, now + options.Refresh);
        return number;
    }

    // A directory that is not there yet, or is empty, is one whose files are still to come.
    private long? Count(FilePattern place, Metadata key)
    {
        try
        {
            var path = Path.GetFullPath(place.Compose(key), directory);
            var names = services.Files.List(path).Select(static file => Path.GetFileName(file.Path)).Concat(services.Files.Directories(path));
            var count = options.Pattern is { } pattern ? names.LongCount(name => pattern.TryParse(name, out _)) : names.LongCount();
            return Known(count > 0 ? count : null);
        }
        catch (DirectoryNotFoundException)
        {
            return Known(null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or KeyNotFoundException)
        {
            return Unknown(exception);
        }
    }

    private long? Ask(Metadata key, DateTime now)
    {
        try
        {
            return Known((services.Queries ?? throw new StateException(StateTrouble.Refused, "this program cannot ask databases")).Ask(options.Database!, options.Query!, key));
        }
        catch (StateException exception)
        {
            // Each question to a server that does not answer takes its time, and there may be one for each set.
            if (exception.Trouble == StateTrouble.Busy)
                _asksFrom = now + Pause;
            return Unknown(exception);
        }
    }

    private long? Known(long? number)
    {
        _isTold = false;
        return number;
    }

    // Once, until it is known again: it is asked often.
    private long? Unknown(Exception exception)
    {
        if (!_isTold)
            CollectLog.NotExpected(log, action, exception.Message);
        _isTold = true;
        return null;
    }

    private static bool TryNumber(MetadataValue value, out long number)
    {
        if (value.TryGetInt64(out number))
            return true;
        if (value.TryGetDouble(out var real) && real == Math.Floor(real) && Math.Abs(real) < 1e15)
        {
            number = (long)real;
            return true;
        }

        return value.TryGetString(out var text) && long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);
    }
}
