using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>ecCodes' <c>is</c> and <c>isnot</c>: both sides as text. An absent key aborts the condition.</summary>
public sealed class TextComparison(EcCodesValue left, bool isNot, EcCodesValue right, FilterSource source = default) : Leaf(source)
{
    public EcCodesValue Left { get; } = left;

    public bool IsNot { get; } = isNot;

    public EcCodesValue Right { get; } = right;

    public override Truth Evaluate(Metadata metadata)
    {
        Span<char> leftBuffer = stackalloc char[EcCodesValue.BufferLength];
        Span<char> rightBuffer = stackalloc char[EcCodesValue.BufferLength];
        if (!Left.TryGetText(metadata, leftBuffer, out var left) || !Right.TryGetText(metadata, rightBuffer, out var right))
            return Truth.Abort;
        return left.SequenceEqual(right) != IsNot ? Truth.True : Truth.False;
    }

    public override void CollectKeys(ISet<MetadataKey> keys)
    {
        if (Left.Key is not null)
            keys.Add(Left.Key);
        if (Right.Key is not null)
            keys.Add(Right.Key);
    }

    internal override void Print(StringBuilder text)
    {
        Left.Print(text);
        text.Append(IsNot ? " isnot " : " is ");
        Right.Print(text);
    }

    private protected override void PrintFound(StringBuilder text, MetadataKey key, Metadata metadata)
    {
        Span<char> buffer = stackalloc char[EcCodesValue.BufferLength];
        text.Append(key.Name).Append(" is ");
        if (EcCodesValue.OfKey(key).TryGetText(metadata, buffer, out var found))
            text.Append('"').Append(found.Length > 120 ? found[..120] : found).Append('"');
        else
            text.Append("absent");
    }
}
