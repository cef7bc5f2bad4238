using Windrow.Core.Messages;

namespace Windrow.Core.Plans;

/// <summary>Somebody who looks at the messages that come to an action, from within the flow.</summary>
public interface IMessageTap
{
    /// <summary>A message comes. Called by whoever runs the action, by several threads at once: it is to be quick, and keeps nothing of the message.</summary>
    void See(Message message);

    /// <summary>No more comes: the flow has ended, or a reload has changed the plan.</summary>
    void Ended();
}
