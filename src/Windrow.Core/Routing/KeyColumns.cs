using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>All columns of one key, filled from one look at a message.</summary>
internal sealed class KeyColumns(MetadataKey key, Column[] columns, TypeGuard[] guards)
{
    private readonly MetadataSlot _slot = new(key);
    private readonly bool _needsValue = guards.Length > 0 || Array.Exists(columns, static column => column.Kind is not (ColumnKind.Number or ColumnKind.Text or ColumnKind.EcCodesAxis));
    private readonly bool _needsNumber = Array.Exists(columns, static column => column.Kind is ColumnKind.Number or ColumnKind.EcCodesAxis);
    private readonly bool _needsText = Array.Exists(columns, static column => column.Kind == ColumnKind.Text);

    public void Read(Metadata metadata, IMultiViewTail? views, MatchSet set)
    {
        var isInTail = metadata.Shape.IndexOf(_slot.Key) < 0 && (!_slot.IsPath || views?.TryGet(_slot.Key, out _) == true);
        if (views is not null && isInTail)
        {
            ReadViews(views, set);
            return;
        }

        if (!_slot.TryGet(metadata, out var value))
        {
            foreach (var column in columns)
                set.SetAbsent(column);
            return;
        }

        foreach (var column in columns)
        {
            if (!column.IsAxis)
                set.Numbers[column.Index] = (ushort)column.FindView(value);
            else
                set.Places[column.Index] = column.TryPlace(value, out var place) ? place : double.NaN;
        }

        Guard(value, set);
    }

    private void ReadViews(IMultiViewTail views, MatchSet set)
    {
        MetadataValue value = default;
        var hasValue = _needsValue && views.TryGet(_slot.Key, out value);
        var number = double.NaN;
        if (_needsNumber && !views.TryGetNumber(_slot.Key, out number))
            number = double.NaN;
        string? text = null;
        if (_needsText)
            views.TryGetText(_slot.Key, out text);
        foreach (var column in columns)
        {
            if (column.Kind == ColumnKind.EcCodesAxis)
                set.Places[column.Index] = number;
            else if (column.Kind == ColumnKind.Number)
                set.Numbers[column.Index] = (ushort)column.Find(number);
            else if (column.Kind == ColumnKind.Text)
                set.Numbers[column.Index] = (ushort)(text is null ? 0 : column.Find(text.AsSpan()));
            else if (!hasValue)
                set.SetAbsent(column);
            else if (column.IsAxis)
                set.Places[column.Index] = column.TryPlace(value, out var place) ? place : double.NaN;
            else
                set.Numbers[column.Index] = (ushort)column.Find(value);
        }

        if (hasValue)
            Guard(value, set);
    }

    private void Guard(in MetadataValue value, MatchSet set)
    {
        foreach (var guard in guards)
            guard.Check(value, set);
    }
}
