using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.PlugIns.Collect;

namespace Windrow.Core.Expectations;

/// <summary>What is expected of a plan, and when: times of results, and by when each of them is late and missing. Immutable.</summary>
public sealed class Expectation
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan LateForADay = TimeSpan.FromHours(6);

    private readonly ExpectOptions _options;
    private readonly MetadataSlot? _time;
    private readonly MetadataSlot[] _key;
    private readonly FilePattern? _product;
    private readonly TimeSpan _span;
    private readonly TimeSpan _within;

    internal Expectation(string plan, string name, ExpectOptions options, string directory, MappingNode node)
    {
        (Plan, Name, Location, _options) = (plan, name, node.Location, options);
        Declaration = ConfigWriter.Write(node);
        _time = options.Time is null ? null : new MetadataSlot(options.Time);
        _key = [.. options.Key.Select(static key => new MetadataSlot(key))];
        _product = options.Product is null ? null : FilePattern.Parse(Path.GetFullPath(options.Product, directory));
        _span = options.Every ?? Day;
        _within = options.By ?? options.Within ?? _span;
    }

    public string Plan { get; }

    public string Name { get; }

    /// <summary>Where it stands.</summary>
    public SourceLocation Location { get; }

    /// <summary>The configuration in canonical form: equal text means the same expectation.</summary>
    internal string Declaration { get; }

    /// <summary>The pattern of the products that are expected; null: messages are.</summary>
    public string? Product => _options.Product;

    /// <summary>How many different results there are to be for each time.</summary>
    public int Needed => _options.Needed;

    /// <summary>In words: <c>every 15m within 8m</c>.</summary>
    public string Text => (Product is null ? "" : $"'{Product}' ")
        + (_options.By is { } by ? $"by {by:hh\\:mm\\:ss}Z" : $"every {DurationText.Format(_span)} within {DurationText.Format(_within)}");

    /// <summary>Whether what is known of one is known of the other.</summary>
    internal bool IsSameAs(Expectation other) => Plan == other.Plan && Name == other.Name && Declaration == other.Declaration;

    /// <summary>Whether results can be told apart, so that some of them can be duplicates.</summary>
    internal bool HasIdentity => _product is not null || _key.Length > 0 || Members.Count > 0;

    internal ExpectedMembers Members => _options.Members;

    /// <summary>Whether results are told apart by the path of their file, so that more of one file is no other result.</summary>
    internal bool IsToldByPath => Members.Count == 0 && _key.Length == 0;

    /// <summary>The time that something at this moment is for, as a result or as its absence.</summary>
    internal DateTime SlotOf(DateTime utc) => new(utc.Ticks - (utc.Ticks % _span.Ticks), DateTimeKind.Utc);

    internal DateTime Next(DateTime slot) => slot + _span;

    internal DateTime Before(DateTime slot) => slot - _span;

    /// <summary>From here on a result of a time is late.</summary>
    internal DateTime Due(DateTime slot) => slot + _within;

    /// <summary>From here on a result of a time that has not come is missing.</summary>
    internal DateTime Gone(DateTime slot) => _time is null ? slot + _span : Due(slot) + (_options.LateFor ?? (_options.Every is null ? LateForADay : _span));

    /// <summary>The last time whose result is due.</summary>
    internal DateTime LastDue(DateTime now) => SlotOf(now - _within);

    /// <summary>The first time that is judged, of a flow that expects it from a moment on.</summary>
    internal DateTime FirstOf(DateTime since)
    {
        var slot = SlotOf(since);
        return _options.Every is null ? (Due(slot) > since ? slot : Next(slot)) : slot < since ? Next(slot) : slot;
    }

    /// <summary>Reads what a delivered message or a written file is a result of.</summary>
    /// <param name="path">The full path of the file that was written; null: a message was delivered.</param>
    /// <param name="slot">The time that it is for.</param>
    /// <param name="keys">Takes what tells it from other results of that time; several where it is several members.</param>
    /// <returns>False: it is none.</returns>
    internal bool TryRead(Message message, string? path, DateTime now, out DateTime slot, List<string> keys)
    {
        slot = default;
        var metadata = message.Metadata;
        if (_product is not null && !TryProduct(message, ref path, ref metadata))
            return false;
        if (_product is null && path is not null)
            return false;
        if (_time is null)
            slot = SlotOf(now);
        else if (TryTime(metadata, out var time))
            slot = SlotOf(time);
        else
            return false;
        if (Members.Count > 0)
        {
            var numbers = new List<int>();
            Members.Find(metadata, numbers);
            foreach (var number in numbers)
                keys.Add(StoredCollection.TextOf(Members.ValuesOf(number)));
        }
        else if (_key.Length > 0)
        {
            keys.Add(string.Join(',', _key.Select(key => $"{key.Key}={(key.TryGet(message.Metadata, out var value) ? value.ToString() : "")}")));
        }
        else
        {
            keys.Add(path ?? message.Id.ToString());
        }

        return keys.Count > 0;
    }

    /// <summary>The members that are not among the keys of results that came; empty: nothing says which there are.</summary>
    internal IReadOnlyList<string> MissingOf(IEnumerable<string> keys)
    {
        var come = keys.ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, Members.Count).Select(member => StoredCollection.TextOf(Members.ValuesOf(member))).Where(member => !come.Contains(member))];
    }

    // A file that the sink wrote, or one that the message is about.
    private bool TryProduct(Message message, ref string? path, ref Metadata metadata)
    {
        if (path is null && message.Kind is MessageKind.Product or MessageKind.File && message.Metadata.TryGet("path", out var told) && told.TryGetString(out var name))
            path = name;
        try
        {
            if (path is null || !_product!.TryParse(path, out var fields))
                return false;

            // What the name tells goes before what the message says.
            var builder = metadata.Change();
            foreach (var field in fields)
                builder.Set(field.Key, field.Value);
            metadata = builder.Build();
            return true;
        }
        catch (PatternException)
        {
            return false;
        }
    }

    private bool TryTime(Metadata metadata, out DateTime time)
    {
        time = default;
        return _time!.TryGet(metadata, out var value) && (value.TryGetTimestamp(out time) || (value.TryGetString(out var text) && TimeText.TryParse(text, out time)));
    }
}
