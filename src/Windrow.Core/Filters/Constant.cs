using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>True or false, whatever the message.</summary>
public sealed class Constant(bool value, FilterSource source = default) : Filter(source, 1)
{
    public static readonly Constant True = new(true);
    public static readonly Constant False = new(false);

    public bool Value { get; } = value;

    public override Truth Evaluate(Metadata metadata) => Value ? Truth.True : Truth.False;

    public override Explanation Explain(Metadata metadata) =>
        new(Evaluate(metadata), this, Value ? "true for every message" : "false for every message", []);

    public override void CollectKeys(ISet<MetadataKey> keys)
    {
    }

    internal override void Print(StringBuilder text) => text.Append(Value ? "true" : "false");
}
