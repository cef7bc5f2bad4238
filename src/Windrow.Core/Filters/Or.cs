using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>True when some item is. Without items it is false.</summary>
public sealed class Or(Filter[] items, FilterSource source = default) : Junction(items, source)
{
    internal override int Binding => _items.Length switch { 0 => 4, 1 => _items[0].Binding, _ => 1 };

    private protected override Truth Deciding => Truth.True;

    private protected override string Word => "or";

    public override Truth Evaluate(Metadata metadata)
    {
        var truth = Truth.False;
        foreach (var item in _items)
        {
            switch (item.Evaluate(metadata))
            {
                case Truth.False:
                    break;
                case Truth.Unknown:
                    truth = Truth.Unknown;
                    break;
                case var decided:
                    return decided;
            }
        }

        return truth;
    }
}
