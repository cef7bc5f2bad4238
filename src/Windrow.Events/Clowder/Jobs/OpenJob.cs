using Windrow.Core.Messages;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>A job under way: the message that brought it, which is held until all that is made of it is done.</summary>
internal sealed class OpenJob(MessageId id, Message message)
{
    public MessageId Id => id;

    public Message Message => message;

    /// <summary>What goes on in its place.</summary>
    public Message? Child { get; set; }

    /// <summary>Null: it was not read yet, or cannot be.</summary>
    public Job? Job { get; set; }

    /// <summary>The same job, come again meanwhile.</summary>
    public List<Message> Again { get; } = [];
}
