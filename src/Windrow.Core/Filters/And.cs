using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>True when every item is. Without items it is true.</summary>
public sealed class And(Filter[] items, FilterSource source = default) : Junction(items, source)
{
    internal override int Binding => _items.Length switch { 0 => 4, 1 => _items[0].Binding, _ => 2 };

    private protected override Truth Deciding => Truth.False;

    private protected override string Word => "and";

    public override Truth Evaluate(Metadata metadata)
    {
        var truth = Truth.True;
        foreach (var item in _items)
        {
            switch (item.Evaluate(metadata))
            {
                case Truth.True:
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
