using System.Globalization;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>Several conditions joined by the same word.</summary>
public abstract class Junction : Filter
{
    private protected readonly Filter[] _items;

    private protected Junction(Filter[] items, FilterSource source)
        : base(source, 1 + (items.Length == 0 ? 0 : items.Max(static item => item.Depth))) => _items = items;

    public ReadOnlySpan<Filter> Items => _items;

    /// <summary>The answer of one item that decides the whole: false for and, true for or.</summary>
    private protected abstract Truth Deciding { get; }

    private protected abstract string Word { get; }

    public sealed override void CollectKeys(ISet<MetadataKey> keys)
    {
        foreach (var item in _items)
            item.CollectKeys(keys);
    }

    public sealed override Explanation Explain(Metadata metadata)
    {
        var parts = new List<Explanation>(_items.Length);
        foreach (var item in _items)
        {
            var part = item.Explain(metadata);
            parts.Add(part);
            if (part.Truth == Deciding || part.Truth is Truth.Abort or Truth.Error)
                return new(part.Truth, this, part.Text, [part]);
        }

        var unknown = parts.Find(static part => part.Truth == Truth.Unknown);
        if (unknown is not null)
            return new(Truth.Unknown, this, unknown.Text, [unknown]);
        var truth = Deciding == Truth.False ? Truth.True : Truth.False;
        return new(truth, this, Summary(parts, truth), parts);
    }

    private static string Summary(List<Explanation> parts, Truth truth) => parts.Count == 1
        ? parts[0].Text
        : string.Create(CultureInfo.InvariantCulture, $"all {parts.Count} clauses are {Explanation.Word(truth)}");

    internal sealed override void Print(StringBuilder text)
    {
        if (_items.Length == 0)
            text.Append(Deciding == Truth.False ? "true" : "false");
        if (_items.Length == 1)
        {
            _items[0].Print(text);
            return;
        }

        for (var i = 0; i < _items.Length; i++)
        {
            if (i > 0)
                text.Append(' ').Append(Word).Append(' ');
            PrintWithin(text, _items[i], Binding);
        }
    }
}
