using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>
/// How many items a list has, <c>count(files)</c>, or how many of them are text like a pattern: <c>count(names, '%.bin')</c>. Of a list
/// of maps the name leads to what is looked at: <c>count(files.filename, '%.bin')</c>. Without the list there is no value.
/// </summary>
public sealed class Count : Expression
{
    private readonly MetadataSlot _list;
    private readonly MetadataSlot? _of;
    private readonly MetadataSlot? _within;

    /// <param name="pattern">Null: all items count.</param>
    public Count(MetadataKey list, LikePattern? pattern, FilterSource source = default)
        : base(source, 1)
    {
        Pattern = pattern;
        _list = new MetadataSlot(list);
        var point = list.Name.LastIndexOf('.');
        if (point > 0 && point < list.Name.Length - 1)
            (_of, _within) = (new MetadataSlot(list.Name[..point]), new MetadataSlot(list.Name[(point + 1)..]));
    }

    /// <summary>The name of the list, with what is looked at of its items.</summary>
    public MetadataKey List => _list.Key;

    public LikePattern? Pattern { get; }

    public override bool TryEvaluate(Metadata metadata, out MetadataValue value)
    {
        value = default;
        if (_list.TryGet(metadata, out var found) && found.TryGetList(out var list))
            value = CountOf(list!, null);
        else if (_of?.TryGet(metadata, out found) == true && found.TryGetList(out list))
            value = CountOf(list!, _within);
        else
            return false;
        return true;
    }

    public override void CollectKeys(ISet<MetadataKey> keys) => keys.Add(_list.Key);

    internal override void Print(StringBuilder text)
    {
        text.Append("count(").Append(Cql2.Cql2Names.Quote(_list.Key.Name));
        if (Pattern is not null)
            text.Append(", ").Append(FilterText.Quoted(Pattern.ToString(), '\''));
        text.Append(')');
    }

    private long CountOf(MetadataList list, MetadataSlot? within)
    {
        var count = 0L;
        foreach (ref readonly var item in list.Items)
        {
            var value = item;
            if (within is not null && !(item.TryGetMap(out var map) && within.TryGet(map!, out value)))
                continue;
            if (Pattern is null || (value.TryGetString(out var text) && Pattern.Matches(text)))
                count++;
        }

        return count;
    }
}
