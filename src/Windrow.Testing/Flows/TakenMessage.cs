using Windrow.Core.Messages;

namespace Windrow.Testing.Flows;

/// <summary>A message as it came to the end of a plan, in a form that can be compared.</summary>
/// <param name="Origin">Where its root came from.</param>
/// <param name="Content">Kind, metadata and payload as text; equal texts are equal messages.</param>
public sealed record TakenMessage(MessageId Id, MessageKind Kind, Origin Origin, string Content)
{
    public bool IsFlush => Kind == MessageKind.Flush;

    public override string ToString() => $"{Content} from {Origin}, id {Id}";
}
